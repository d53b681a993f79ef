"""Parts to match, each with what belongs to it. The response: `a=part,b=part`, sorted by keys.

A choice is a pair, `text` and `match`; one with `match` alone is a part that belongs to nothing.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html
from django.utils.safestring import SafeString

from learn.markdown import opening
from quizzes.kinds.gaps import join_pairs, split_pairs
from quizzes.kinds.kind import NO_TRY_TAKEN, FormData, ItemProblem, Kind
from quizzes.kinds.pairs import (
    NAME_LENGTH,
    left_keys,
    match_field,
    pair_problems,
    part_text,
    partner,
    right_parts,
    shuffled_parts,
)
from quizzes.kinds.pairs_view import PartsToMatch, present_parts
from quizzes.kinds.portable import PortableForm, PortablePair, PortableQuestion
from quizzes.kinds.presenting import LearnerView, choice_reason, choice_text
from quizzes.kinds.tally import JudgedResponse, Tally, TallyRow
from quizzes.schema import Item
from quizzes.states import NotAllowed


class MatchKind(Kind):
    name = "match"
    summary = "pairs, each with what belongs to it"
    template = "quizzes/kinds/match.html"
    stylesheet = "quizzes/kinds.css"
    extra_fields = frozenset({"match"})
    chosen_are_misplaced = True
    portable_forms = frozenset({PortableForm.MATCH})

    def own_problems(self, item: Item) -> Iterator[ItemProblem]:
        yield from pair_problems(item)

    def scoring_key(self, item: Item) -> list[tuple[str, str]]:
        """Each left part with what belongs to it, and what belongs to nothing.

        A right part is its text, so a typo mended in it is a new version.
        """
        pairs = {key: partner(item, key) for key in left_keys(item)}
        others = right_parts(item).keys() - set(pairs.values())
        return sorted([*pairs.items(), *(("", name) for name in others)])

    def example_response(self, item: Item, right: bool) -> str:
        names = {
            key: next(name for name in right_parts(item) if (name == partner(item, key)) == right)
            for key in left_keys(item)
        }
        return join_pairs(names)

    def max_length(self, item: Item) -> int:
        return sum(len(key) + NAME_LENGTH + 2 for key in left_keys(item))

    def response_count(self, item: Item) -> int:
        return int(len(right_parts(item)) ** len(left_keys(item)))

    def field_names(self, item: Item) -> list[str]:
        return [match_field(item, key) for key in left_keys(item)]

    def parse_response(self, item: Item, data: FormData) -> str:
        chosen, names = {}, right_parts(item)
        for key in left_keys(item):
            part, given = opening(item.choices[key].text)[:60], data.getlist(match_field(item, key))
            if given in ([], [""]):
                message = f"Nothing is chosen for “{part}” yet. Choose something for each part."
                raise NotAllowed(f"{message} {NO_TRY_TAKEN}")
            if len(given) > 1 or given[0] not in names:
                message = f"That can't be chosen for “{part}”. Choose from its list."
                raise NotAllowed(f"{message} {NO_TRY_TAKEN}")
            chosen[key] = given[0]
        return join_pairs(chosen)

    def form_data(self, item: Item, response: str) -> FormData:
        pairs = split_pairs(response).items()
        return MultiValueDict({match_field(item, key): [name] for key, name in pairs})

    def is_valid(self, item: Item, response: str) -> bool:
        chosen = split_pairs(response)
        return (
            chosen.keys() == set(left_keys(item))
            and right_parts(item).keys() >= set(chosen.values())
            and join_pairs(chosen) == response
        )

    def grade(self, item: Item, response: str) -> float:
        """The share of the left parts that have what belongs to them."""
        lefts = left_keys(item)
        return len(self.right_pairs(item, response)) / len(lefts) if lefts else 0.0

    def right_pairs(self, item: Item, response: str) -> set[str]:
        """The keys of the left parts that have what belongs to them."""
        chosen = split_pairs(response)
        return {key for key in left_keys(item) if chosen.get(key) == (partner(item, key) or None)}

    def chosen_keys(self, item: Item, response: str) -> list[str]:
        """The pairs that were missed, and what was chosen though it belongs to nothing."""
        chosen, right = split_pairs(response), self.right_pairs(item, response)
        lone = {key: partner(item, key) for key, choice in item.choices.items() if not choice.text}
        wrong = [key for key in left_keys(item) if key in chosen and key not in right]
        return [*wrong, *(key for key, name in lone.items() if name and name in chosen.values())]

    def display_order(self, item: Item, seed: str) -> list[str]:
        """The left parts alone: the rest would tell what belongs to nothing."""
        return [key for key in super().display_order(item, seed) if item.choices[key].text]

    def present(self, view: LearnerView) -> PartsToMatch:
        return present_parts(view)

    def describe_choice(self, item: Item, key: str) -> SafeString:
        match = part_text(item.choices[key].match)
        if not item.choices[key].text:
            return match
        return format_html("<bdi>{}</bdi> \N{EN DASH} <bdi>{}</bdi>", choice_text(item, key), match)

    def card_answers(self, item: Item) -> list[SafeString]:
        return [self.describe_choice(item, key) for key in left_keys(item)]

    def describe_result(self, item: Item, response: str) -> str:
        count, total = len(self.right_pairs(item, response)), len(left_keys(item))
        return f"{count or 'None'} of {total} pairs {'are' if count > 1 else 'is'} right."

    def tally(
        self, item: Item, given: Sequence[JudgedResponse], keys: list[str], revealed: bool
    ) -> list[Tally]:
        """What was chosen for each left part; with the answer, also what should have been."""
        counts = Counter(pair for judged in given for pair in split_pairs(judged.response).items())
        parts = shuffled_parts(item, keys)
        return [
            Tally(
                opening(item.choices[key].text),
                [
                    tally_row(item, key, name, counts[key, name], revealed)
                    for name, _ in parts
                    if counts[key, name] or (revealed and name == partner(item, key))
                ],
            )
            for key in keys
            if item.choices[key].text
        ]

    def portable(self, item: Item) -> PortableQuestion | None:
        pairs = [
            PortablePair(choice.text, choice.match, choice.why) for choice in item.choices.values()
        ]
        return PortableQuestion(PortableForm.MATCH, [], pairs=pairs)


def tally_row(item: Item, key: str, name: str, count: int, revealed: bool) -> TallyRow:
    """How many chose the part of this name for a left part."""
    text = part_text(right_parts(item)[name])
    if not revealed:
        return TallyRow(text, count)
    if name != partner(item, key):
        return TallyRow(text, count, "wrong")
    return TallyRow(text, count, "right", choice_reason(item, key))
