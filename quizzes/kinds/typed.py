"""A short text, or a number with a tolerance. The response is what was typed, normalized.

The choices are the answers that the author expects: the right ones are accepted, the wrong
ones carry their reason.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from django.utils.datastructures import MultiValueDict

from quizzes.kinds.checking import missing_reasons, right_keys
from quizzes.kinds.kind import NO_TRY_TAKEN, FormData, ItemProblem
from quizzes.kinds.portable import PortableAnswer, PortableForm, PortableQuestion
from quizzes.kinds.presenting import LearnerView
from quizzes.kinds.tally import JudgedResponse, Tally, text_rows
from quizzes.kinds.typed_text import normalize_response, normalize_text, parse_number, strip_code
from quizzes.kinds.typed_view import TypedField, present_typed
from quizzes.kinds.written import WrittenKind
from quizzes.schema import Item
from quizzes.states import NotAllowed


class TypedKind(WrittenKind):
    name = "typed"
    summary = "a text or, with a tolerance, a number"
    template = "quizzes/kinds/typed.html"
    stylesheet = "quizzes/kinds.css"
    extra_fields = frozenset({"tolerance"})
    portable_forms = frozenset({PortableForm.TYPE_TEXT, PortableForm.TYPE_NUMBER})
    # A line on a phone. Three tries at each of many questions must fit into a cookie.
    limit = 80
    most_tallied = 6  # texts on a board

    def own_problems(self, item: Item) -> Iterator[ItemProblem]:
        if not right_keys(item):
            yield ("choices",), "No answer is right. Mark one or more as right."
        yield from missing_reasons(item)
        for key in item.choices:
            if not 0 < len(self.expected_response(item, key)) <= self.limit:
                number = item.tolerance is not None
                what = "a number" if number else f"1 to {self.limit} characters"
                yield ("choices", key, "text"), f"Nobody can type this. Write {what}."
        for key, other in combinations(item.choices, 2):
            if self.is_same(item, key, other) or self.is_same(item, other, key):
                message = f"This counts as the same as {key!r}. Take one out."
                yield ("choices", other, "text"), message
        for index, hint in enumerate(item.hints):
            if any(f"[[{key}]]" in hint for key in item.choices):
                yield ("hints", index), "The hint shows an answer. Name none with [[key]] here."

    def scoring_key(self, item: Item) -> tuple[float | None, list[tuple[str, bool]]]:
        accepted = [
            (self.expected_response(item, key), choice.right)
            for key, choice in item.choices.items()
        ]
        return item.tolerance, sorted(accepted)

    def example_response(self, item: Item, right: bool) -> str:
        texts = [choice.text for choice in item.choices.values() if choice.right == right]
        return texts[0].strip("`")

    def field_names(self, item: Item) -> list[str]:
        return ["typed"]

    def parse_response(self, item: Item, data: FormData) -> str:
        text = data.get("typed", "")
        too_long = f"That is too long. Use at most {self.limit} characters. {NO_TRY_TAKEN}"
        if len(text) > self.limit:
            raise NotAllowed(too_long)
        if not normalize_text(text):
            raise NotAllowed(f"Type an answer first. {NO_TRY_TAKEN}")
        response = normalize_response(text, number=item.tolerance is not None)
        if not response:
            message = "That is not a number. Write one such as 3600 or 0.5."
            raise NotAllowed(f"{message} {NO_TRY_TAKEN}")
        if len(response) > self.limit:
            raise NotAllowed(too_long)
        return response

    def form_data(self, response: str) -> FormData:
        return MultiValueDict({"typed": [response]})

    def is_valid(self, item: Item, response: str) -> bool:
        normal = normalize_response(response, number=item.tolerance is not None)
        return 0 < len(response) <= self.limit and normal == response

    def grade(self, item: Item, response: str) -> float:
        return 1.0 if self.matching_key(item, response) in right_keys(item) else 0.0

    def chosen_keys(self, item: Item, response: str) -> list[str]:
        key = self.matching_key(item, response)
        return [key] if key else []

    def expected_response(self, item: Item, key: str) -> str:
        """The response that types the text of this choice; empty where nobody can type it."""
        text = strip_code(item.choices[key].text)
        return normalize_response(text, number=item.tolerance is not None)

    def matching_key(self, item: Item, response: str) -> str | None:
        """The key of the expected answer that this is, a right one before a wrong one."""
        for key in sorted(item.choices, key=lambda key: not item.choices[key].right):
            if self.matches(item, response, key):
                return key
        return None

    def matches(self, item: Item, response: str, key: str) -> bool:
        """Whether the response is this choice. A right number has the tolerance around it."""
        choice = item.choices[key]
        given, expected = parse_number(response), parse_number(strip_code(choice.text))
        if item.tolerance is None or given is None or expected is None:
            return response == self.expected_response(item, key)
        return abs(given - expected) <= (Decimal(str(item.tolerance)) if choice.right else 0)

    def is_same(self, item: Item, key: str, other: str) -> bool:
        """Whether typing one choice counts as the other."""
        return self.matches(item, self.expected_response(item, key), other)

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
            PortableAnswer(choice.text.strip("`"), 100 if choice.right else 0, choice.why)
            for choice in item.choices.values()
        ]
        question = PortableQuestion(form, answers, item.tolerance)
        return question if question.right_answers or not number else None
