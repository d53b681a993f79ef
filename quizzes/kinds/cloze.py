"""A text with gaps, some chosen, some typed. The response: a line `gap=key` or `gap=typed text` for
each gap. No typed text holds the end of a line."""

from collections.abc import Iterator, Sequence
from math import inf, prod

from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from quizzes.kinds.cloze_gap import (
    LINE,
    is_right,
    key_in_gap,
    portable_gap,
    sent_text,
    typed_example,
    typed_rows,
)
from quizzes.kinds.cloze_view import TextWithGaps, present_text
from quizzes.kinds.form_values import key_of_value
from quizzes.kinds.gaps import gap_field, gap_options, join_pairs, keys_for_gap, split_pairs
from quizzes.kinds.kind import NO_TRY_TAKEN, FormData, ItemProblem, Kind
from quizzes.kinds.portable import PortableForm, PortableQuestion
from quizzes.kinds.presenting import LearnerView
from quizzes.kinds.tally import JudgedResponse, Tally, choice_rows
from quizzes.kinds.text_gaps import (
    TYPED,
    chosen_length,
    text_gap_problems,
    text_gaps,
    text_pieces,
    typed_gaps,
    typed_limit,
    typed_question,
)
from quizzes.schema import Item
from quizzes.states import NotAllowed


class ClozeKind(Kind):
    name = "cloze"
    summary = "a text with gaps to choose for or to write into"
    template = "quizzes/kinds/cloze.html"
    stylesheet = "quizzes/kinds.css"
    # What a typed question knows, a typed gap knows too.
    extra_fields = frozenset({"text", "typed", "gap"}) | TYPED.extra_fields
    free_text = True
    portable_forms = frozenset({PortableForm.CLOZE})

    def own_problems(self, item: Item) -> Iterator[ItemProblem]:
        yield from text_gap_problems(item)

    def scoring_key(self, item: Item) -> list[tuple[str, object]]:
        """By gap: which choice is right, or what a typed question decides by."""
        return [
            (gap, TYPED.scoring_key(typed_question(item, gap)))
            if gap in item.typed
            else (gap, sorted((key, item.choices[key].right) for key in gap_options(item, gap)))
            for gap in sorted(text_gaps(item))
        ]

    def example_response(self, item: Item, right: bool) -> str:
        filled = {
            gap: typed_example(typed_question(item, gap), right)
            if gap in item.typed
            else next(key for key in gap_options(item, gap) if item.choices[key].right == right)
            for gap in text_gaps(item)
        }
        return join_pairs(filled, LINE)

    def max_length(self, item: Item) -> int:
        return chosen_length(item) + len(typed_gaps(item)) * typed_limit(item)

    def response_count(self, item: Item) -> float:
        if typed_gaps(item):
            return inf
        return prod(len(gap_options(item, gap)) for gap in text_gaps(item))

    def field_names(self, item: Item) -> list[str]:
        return [gap_field(item, gap) for gap in text_gaps(item)]

    def parse_response(self, item: Item, data: FormData) -> str:
        filled = {}
        for number, gap in enumerate(text_gaps(item), start=1):
            given = data.getlist(gap_field(item, gap))
            if given in ([], [""]):
                message = f"Gap {number} is still empty. Fill every gap."
                raise NotAllowed(f"{message} {NO_TRY_TAKEN}")
            if len(given) > 1:
                raise NotAllowed(f"Gap {number} was filled twice. Fill it once. {NO_TRY_TAKEN}")
            if gap in item.typed:
                filled[gap] = self.parse_typed(item, gap, number, given[0])
            elif (key := key_of_value(item, given[0])) in gap_options(item, gap):
                filled[gap] = key
            else:
                message = f"That does not go into gap {number}. Choose from its list."
                raise NotAllowed(f"{message} {NO_TRY_TAKEN}")
        return join_pairs(filled, LINE)

    def parse_typed(self, item: Item, gap: str, number: int, text: str) -> str:
        limit = typed_limit(item)
        message = f"Gap {number}: That is too long. Use at most {limit} characters. {NO_TRY_TAKEN}"
        if len(text) > limit:
            raise NotAllowed(message)
        try:
            sent = MultiValueDict({"typed": [text]})
            response = TYPED.parse_response(typed_question(item, gap), sent)
        except NotAllowed as refusal:
            raise NotAllowed(f"Gap {number}: {refusal}") from refusal
        if len(response) > limit:
            raise NotAllowed(message)
        return response

    def form_data(self, item: Item, response: str) -> FormData:
        pairs = split_pairs(response, LINE).items()
        return MultiValueDict(
            {gap_field(item, gap): [sent_text(item, gap, value)] for gap, value in pairs}
        )

    def is_valid(self, item: Item, response: str) -> bool:
        filled = split_pairs(response, LINE)
        return (
            filled.keys() == set(text_gaps(item))
            and all(self.fits(item, gap, value) for gap, value in filled.items())
            and join_pairs(filled, LINE) == response
        )

    def fits(self, item: Item, gap: str, value: str) -> bool:
        """Whether it can go into the gap."""
        if gap not in item.typed:
            return value in gap_options(item, gap)
        is_text = TYPED.is_valid(typed_question(item, gap), value)
        return is_text and len(value) <= typed_limit(item)

    def grade(self, item: Item, response: str) -> float:
        """The share of gaps that are filled right."""
        names = text_gaps(item)
        return len(self.right_gaps(item, response)) / len(names) if names else 0.0

    def right_gaps(self, item: Item, response: str) -> set[str]:
        """The names of the gaps that are filled right."""
        filled = split_pairs(response, LINE)
        return {gap for gap in text_gaps(item) if is_right(item, gap, filled.get(gap, ""))}

    def chosen_keys(self, item: Item, response: str) -> list[str]:
        filled = split_pairs(response, LINE)
        keys = (key_in_gap(item, gap, value) for gap, value in filled.items())
        return [key for key in keys if key]

    def unexpected_texts(self, item: Item, response: str) -> list[str]:
        filled = split_pairs(response, LINE)
        return [
            f"{gap}: {filled[gap]}"
            for gap in typed_gaps(item)
            if gap in filled and not key_in_gap(item, gap, filled[gap])
        ]

    def display_order(self, item: Item, seed: str) -> list[str]:
        """Without what is to be typed."""
        shuffled = super().display_order(item, seed)
        return [key for key in shuffled if item.choices[key].gap not in item.typed]

    def present(self, view: LearnerView) -> TextWithGaps:
        return present_text(view, typed_limit(view.item))

    def describe_result(self, item: Item, response: str) -> str:
        count, total = len(self.right_gaps(item, response)), len(text_gaps(item))
        if total < 2:
            return ""
        return f"{count or 'None'} of {total} gaps {'are' if count > 1 else 'is'} right."

    def numbered_text(self, item: Item) -> SafeString:
        numbers = {gap: number for number, gap in enumerate(text_gaps(item), start=1)}
        mark = '<b class="gap"><span class="visually-hidden">Gap </span>{}</b>'
        return format_html_join(
            "",
            "{}{}",
            (
                (html, format_html(mark, numbers[gap]) if gap else "")
                for html, gap in text_pieces(item.text)
            ),
        )

    def tally(
        self, item: Item, given: Sequence[JudgedResponse], keys: list[str], revealed: bool
    ) -> list[Tally]:
        """Gap by gap: how many chose each option; what was typed most, once that may be known."""
        counts = self.choice_counts(item, given)
        return [
            Tally(f"Gap {number}", typed_rows(item, gap, given))
            if gap in item.typed
            else Tally(
                f"Gap {number}", choice_rows(item, keys_for_gap(item, keys, gap), counts, revealed)
            )
            for number, gap in enumerate(text_gaps(item), start=1)
            if revealed or gap not in item.typed
        ]

    def portable(self, item: Item) -> PortableQuestion | None:
        gaps = [portable_gap(item, gap) for gap in text_gaps(item)]
        return PortableQuestion(PortableForm.CLOZE, [], text=item.text, gaps=gaps)
