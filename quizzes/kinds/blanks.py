"""Python code with gaps, each with options of its own. The response: `a=key,b=key`."""

from collections.abc import Iterator, Sequence
from math import prod

from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString

from quizzes.kinds.checking import missing_reasons
from quizzes.kinds.form_values import form_value, key_of_value
from quizzes.kinds.gaps import (
    gap_field,
    gap_names,
    gap_options,
    gap_problems,
    join_pairs,
    keys_for_gap,
    right_option,
    solution_problems,
    split_pairs,
)
from quizzes.kinds.gaps_view import CodeWithGaps, number_code, present_code
from quizzes.kinds.kind import NO_TRY_TAKEN, FormData, ItemProblem, Kind
from quizzes.kinds.presenting import LearnerView
from quizzes.kinds.tally import JudgedResponse, Tally, choice_rows
from quizzes.schema import Item
from quizzes.states import NotAllowed


class BlanksKind(Kind):
    name = "blanks"
    summary = "code with gaps"
    template = "quizzes/kinds/blanks.html"
    stylesheet = "quizzes/kinds.css"
    extra_fields = frozenset({"code", "gap", "order"})

    def own_problems(self, item: Item) -> Iterator[ItemProblem]:
        yield from gap_problems(item)
        yield from missing_reasons(item)
        yield from solution_problems(item)

    def scoring_key(self, item: Item) -> list[tuple[str, str, bool]]:
        return sorted((choice.gap, key, choice.right) for key, choice in item.choices.items())

    def example_response(self, item: Item, right: bool) -> str:
        return join_pairs(
            {
                gap: next(key for key in gap_options(item, gap) if item.choices[key].right == right)
                for gap in gap_names(item)
            }
        )

    def max_length(self, item: Item) -> int:
        lengths = [
            max(map(len, gap_options(item, gap)), default=0) + len(gap) + 2
            for gap in gap_names(item)
        ]
        return sum(lengths)

    def response_count(self, item: Item) -> int:
        return prod(len(gap_options(item, gap)) for gap in gap_names(item))

    def field_names(self, item: Item) -> list[str]:
        return [gap_field(item, gap) for gap in gap_names(item)]

    def parse_response(self, item: Item, data: FormData) -> str:
        chosen = {}
        for number, gap in enumerate(gap_names(item), start=1):
            given = data.getlist(gap_field(item, gap))
            if given in ([], [""]):
                message = f"Gap {number} is still empty. Fill every gap."
                raise NotAllowed(f"{message} {NO_TRY_TAKEN}")
            key = key_of_value(item, given[0])
            if len(given) > 1 or key not in gap_options(item, gap):
                message = f"That does not go into gap {number}. Choose from its list."
                raise NotAllowed(f"{message} {NO_TRY_TAKEN}")
            chosen[gap] = key
        return join_pairs(chosen)

    def form_data(self, item: Item, response: str) -> FormData:
        pairs = [part.partition("=") for part in response.split(",")]
        return MultiValueDict(
            {gap_field(item, gap): [form_value(item.id, key)] for gap, _, key in pairs}
        )

    def is_valid(self, item: Item, response: str) -> bool:
        chosen = split_pairs(response)
        return (
            chosen.keys() == set(gap_names(item))
            and all(key in gap_options(item, gap) for gap, key in chosen.items())
            and join_pairs(chosen) == response
        )

    def grade(self, item: Item, response: str) -> float:
        """The share of gaps that are filled right."""
        names = gap_names(item)
        return len(self.right_gaps(item, response)) / len(names) if names else 0.0

    def right_gaps(self, item: Item, response: str) -> set[str]:
        """The names of the gaps that are filled right."""
        right = {gap: right_option(item, gap) for gap in gap_names(item)}
        return {gap for gap, key in split_pairs(response).items() if key and right.get(gap) == key}

    def chosen_keys(self, item: Item, response: str) -> list[str]:
        return list(split_pairs(response).values())

    def present(self, view: LearnerView) -> CodeWithGaps:
        return present_code(view)

    def describe_result(self, item: Item, response: str) -> str:
        count, total = len(self.right_gaps(item, response)), len(gap_names(item))
        if total < 2:
            return ""
        return f"{count or 'None'} of {total} gaps {'are' if count > 1 else 'is'} right."

    def numbered_code(self, item: Item) -> list[tuple[SafeString, int]]:
        return number_code(item.code)

    def tally(
        self, item: Item, given: Sequence[JudgedResponse], keys: list[str], revealed: bool
    ) -> list[Tally]:
        """How many chose each option, gap by gap."""
        counts = self.choice_counts(item, given)
        return [
            Tally(
                f"Gap {number}",
                choice_rows(item, keys_for_gap(item, keys, gap), counts, revealed),
            )
            for number, gap in enumerate(gap_names(item), start=1)
        ]
