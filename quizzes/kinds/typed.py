"""A short text, or a number with a tolerance. The response is what was typed, normalized.

The choices are the answers that the author expects: the right ones are accepted, the wrong
ones carry their reason.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any

from django.utils.datastructures import MultiValueDict
from msgspec.structs import replace

from quizzes.kinds.checking import missing_reasons, right_keys
from quizzes.kinds.kind import NO_TRY_TAKEN, FormData, ItemProblem
from quizzes.kinds.portable import PortableAnswer, PortableForm, PortableQuestion
from quizzes.kinds.presenting import LearnerView
from quizzes.kinds.tally import JudgedResponse, Tally, text_rows
from quizzes.kinds.typed_number import (
    number_text,
    parse_number,
    two_readings,
    unmistakable,
    within_tolerance,
)
from quizzes.kinds.typed_text import is_same_text, normalize_text, strip_code
from quizzes.kinds.typed_view import TypedField, answer_text, present_typed
from quizzes.kinds.written import WrittenKind
from quizzes.schema import Item
from quizzes.states import NotAllowed


class TypedKind(WrittenKind):
    name = "typed"
    summary = "a text or, with a tolerance, a number"
    template = "quizzes/kinds/typed.html"
    stylesheet = "quizzes/kinds.css"
    extra_fields = frozenset({"tolerance", "capitals"})
    portable_forms = frozenset({PortableForm.TYPE_TEXT, PortableForm.TYPE_NUMBER})
    # A line on a phone. Three tries at each of many questions must fit into a cookie.
    limit = 80
    most_tallied = 6  # texts on a board

    def own_problems(self, item: Item) -> Iterator[ItemProblem]:
        if not right_keys(item):
            yield ("choices",), "No answer is right. Mark one or more as right."
        yield from missing_reasons(item)
        if item.capitals and item.tolerance is not None:
            yield ("capitals",), "This is a question for a number. Take `capitals` out."
        yield from self.choice_problems(item)
        for index, hint in enumerate(item.hints):
            if any(f"[[{key}]]" in hint for key in item.choices):
                yield ("hints", index), "The hint shows an answer. Name none with [[key]] here."

    def choice_problems(self, item: Item) -> Iterator[ItemProblem]:
        for key in item.choices:
            if not 0 < len(self.expected_response(item, key)) <= self.limit:
                number = item.tolerance is not None
                what = "a number" if number else f"1 to {self.limit} characters"
                yield ("choices", key, "text"), f"Nobody can type this. Write {what}."
        for key, other in combinations(item.choices, 2):
            if self.is_same(item, key, other) or self.is_same(item, other, key):
                capitals_tell = self.differ_in_capitals(item, key, other)
                advice = "Take one out" + (", or let `capitals` count." if capitals_tell else ".")
                yield ("choices", other, "text"), f"This counts as the same as {key!r}. {advice}"

    def scoring_key(self, item: Item) -> tuple[Any, ...]:
        """Where capitals do not count it is as it was before they could, so that its hash stays."""
        accepted = [
            (self.expected_response(item, key), choice.right)
            for key, choice in item.choices.items()
        ]
        capitals = (True,) if item.capitals else ()
        return item.tolerance, sorted(accepted), *capitals

    def example_response(self, item: Item, right: bool) -> str:
        keys = [key for key, choice in item.choices.items() if choice.right == right]
        return self.expected_response(item, keys[0])

    def field_names(self, item: Item) -> list[str]:
        return ["typed"]

    def parse_response(self, item: Item, data: FormData) -> str:
        text = data.get("typed", "")
        too_long = f"That is too long. Use at most {self.limit} characters. {NO_TRY_TAKEN}"
        if len(text) > self.limit:
            raise NotAllowed(too_long)
        if not normalize_text(text):
            raise NotAllowed(f"Type an answer first. {NO_TRY_TAKEN}")
        if item.tolerance is not None:
            check_number(text)
        response = self.normalize(item, text)
        if len(response) > self.limit:
            raise NotAllowed(too_long)
        return response

    def form_data(self, item: Item, response: str) -> FormData:
        text = response if item.tolerance is None else unmistakable(response)
        return MultiValueDict({"typed": [text]})

    def is_valid(self, item: Item, response: str) -> bool:
        return 0 < len(response) <= self.limit and self.normalize(item, response) == response

    def normalize(self, item: Item, text: str) -> str:
        """The response that a text makes; empty where it makes none."""
        if item.tolerance is None:
            return normalize_text(text, item.capitals)
        value = parse_number(text)
        return "" if value is None else number_text(value)

    def grade(self, item: Item, response: str) -> float:
        return 1.0 if self.matching_key(item, response) in right_keys(item) else 0.0

    def chosen_keys(self, item: Item, response: str) -> list[str]:
        key = self.matching_key(item, response)
        return [key] if key else []

    def expected_response(self, item: Item, key: str) -> str:
        """The response that types the text of this choice; empty where nobody can type it."""
        return self.normalize(item, strip_code(item.choices[key].text))

    def matching_key(self, item: Item, response: str) -> str | None:
        """The key of the expected answer that this is, a right one before a wrong one."""
        for key in sorted(item.choices, key=lambda key: not item.choices[key].right):
            if self.matches(item, response, key):
                return key
        return None

    def matches(self, item: Item, response: str, key: str) -> bool:
        """Whether the response is this choice. A right number has the tolerance around it."""
        expected = self.expected_response(item, key)
        if item.tolerance is None:
            return is_same_text(response, expected)
        off = item.tolerance if item.choices[key].right else 0
        return within_tolerance(parse_number(response), parse_number(expected), off)

    def is_same(self, item: Item, key: str, other: str) -> bool:
        """Whether typing one choice counts as the other."""
        return self.matches(item, self.expected_response(item, key), other)

    def differ_in_capitals(self, item: Item, key: str, other: str) -> bool:
        """Whether two choices that count as the same would not if capitals counted."""
        return item.tolerance is None and not self.is_same(replace(item, capitals=True), key, other)

    def answer_text(self, item: Item, key: str) -> str:
        return answer_text(item, key)

    def present(self, view: LearnerView) -> TypedField:
        """Each try with what is known of it; once finished, the answers that were expected."""
        matches = [self.matching_key(view.item, response) for response in view.responses]
        return present_typed(view, matches, self.limit)

    def tally(
        self, item: Item, given: Sequence[JudgedResponse], keys: list[str], revealed: bool
    ) -> list[Tally]:
        """The most frequent texts; nothing before that may be known."""
        if not revealed:
            return []
        return [Tally("Most frequent answers", text_rows(given, self.most_tallied))]

    def portable(self, item: Item) -> PortableQuestion | None:
        """A number needs a right answer; a text may do without, as a draft."""
        number = item.tolerance is not None
        form = PortableForm.TYPE_NUMBER if number else PortableForm.TYPE_TEXT
        answers = [
            PortableAnswer(self.portable_text(item, key), 100 if choice.right else 0, choice.why)
            for key, choice in item.choices.items()
        ]
        question = PortableQuestion(form, answers, item.tolerance, item.capitals)
        return question if question.right_answers or not number else None

    def portable_text(self, item: Item, key: str) -> str:
        """A number without separators: elsewhere `3,600` is a little over three and a half."""
        text = item.choices[key].text.strip("`")
        return text if item.tolerance is None else self.expected_response(item, key) or text


def check_number(text: str) -> None:
    """Raises NotAllowed for what is no number, and for what can be read as two.

    It does not look at the right one: to ask back only where that matters would tell it.
    """
    if readings := two_readings(text):
        message = f"{text.strip()} can be read in two ways."
        advice = f"Write {readings[0]} or {readings[1]}, whichever you mean."
        raise NotAllowed(f"{message} {advice} {NO_TRY_TAKEN}")
    if parse_number(text) is None:
        message = "That is not a number. Write one such as 3600 or 0.5."
        raise NotAllowed(f"{message} {NO_TRY_TAKEN}")
