"""Steps to put in order; the pack lists them so. The response is all keys in order: `c,a,b`."""

from collections import Counter
from collections.abc import Iterator, Sequence
from math import factorial

from django.utils.datastructures import MultiValueDict

from quizzes.kinds.arrangement import Arrangement, place_field, present_arrangement
from quizzes.kinds.checking import too_few_choices
from quizzes.kinds.kind import NO_TRY_TAKEN, FormData, ItemProblem, Kind
from quizzes.kinds.portable import PortableForm, PortableQuestion, portable_choices
from quizzes.kinds.presenting import LearnerView, choice_reason, choice_text
from quizzes.kinds.tally import JudgedResponse, Tally, TallyRow
from quizzes.schema import Item
from quizzes.states import NotAllowed


class OrderKind(Kind):
    name = "order"
    summary = "steps to arrange, listed as they should be"
    template = "quizzes/kinds/order.html"
    stylesheet = "quizzes/kinds.css"
    chosen_are_misplaced = True
    portable_forms = frozenset({PortableForm.ORDER})

    def own_problems(self, item: Item) -> Iterator[ItemProblem]:
        yield from too_few_choices(item, least=2)
        for key, choice in item.choices.items():
            if choice.right:
                message = "The order of the list says what is right. Take out `right`."
                yield ("choices", key, "right"), message
            if not choice.why.strip():
                yield ("choices", key), f"The step {key!r} has no `why`. Say why it stands there."

    def scoring_key(self, item: Item) -> list[str]:
        """The keys of the steps in their right order."""
        return list(item.choices)

    def example_response(self, item: Item, right: bool) -> str:
        steps = list(item.choices)
        first = steps[0]  # raises IndexError where there is none
        return ",".join(steps if right else [*steps[1:], first])

    def max_length(self, item: Item) -> int:
        return len(",".join(item.choices))

    def response_count(self, item: Item) -> int:
        return factorial(len(item.choices))

    def field_names(self, item: Item) -> list[str]:
        return [place_field(item, key) for key in item.choices]

    def parse_response(self, item: Item, data: FormData) -> str:
        places = {key: data.getlist(place_field(item, key)) for key in item.choices}
        possible_places = {str(place) for place in range(1, len(places) + 1)}
        taken: dict[str, str] = {}
        for key, given in places.items():
            if given in ([], [""]):
                message = "A step has no place yet. Give each step its place."
                raise NotAllowed(f"{message} {NO_TRY_TAKEN}")
            if len(given) > 1 or given[0] not in possible_places:
                message = f"There is no such place. Use 1 to {len(places)}."
                raise NotAllowed(f"{message} {NO_TRY_TAKEN}")
            if given[0] in taken:
                message = f"Two steps have place {given[0]}. Give each its own."
                raise NotAllowed(f"{message} {NO_TRY_TAKEN}")
            taken[given[0]] = key
        return ",".join(taken[place] for place in sorted(taken, key=int))

    def form_data(self, item: Item, response: str) -> FormData:
        places = enumerate(response.split(","), start=1)
        return MultiValueDict({place_field(item, key): [str(place)] for place, key in places})

    def is_valid(self, item: Item, response: str) -> bool:
        return sorted(response.split(",")) == sorted(item.choices)

    def keys_in_place(self, item: Item, response: str) -> set[str]:
        """The keys of the steps that stand in their right place."""
        pairs = zip(item.choices, response.split(","), strict=False)
        return {right for right, given in pairs if right == given}

    def grade(self, item: Item, response: str) -> float:
        """The share of steps in their right place."""
        if not self.is_valid(item, response):
            return 0.0
        return len(self.keys_in_place(item, response)) / len(item.choices)

    def chosen_keys(self, item: Item, response: str) -> list[str]:
        """The steps that were put in a wrong place."""
        in_place = self.keys_in_place(item, response)
        return [key for key in item.choices if key not in in_place]

    def display_order(self, item: Item, seed: str) -> list[str]:
        """Shuffled, but never into the right order, which chance would show now and then."""
        keys = super().display_order(item, seed)
        return keys if keys != list(item.choices) else [*keys[1:], *keys[:1]]

    def present(self, view: LearnerView) -> Arrangement:
        """Before the end steps in their place stay there; then the right order with reasons."""
        last = view.last_response if self.is_valid(view.item, view.last_response) else ""
        return present_arrangement(view, last, self.keys_in_place(view.item, last))

    def describe_result(self, item: Item, response: str) -> str:
        count, total = len(self.keys_in_place(item, response)), len(item.choices)
        return f"{count or 'None'} of {total} steps {'are' if count > 1 else 'is'} in place."

    def tally(
        self, item: Item, given: Sequence[JudgedResponse], keys: list[str], revealed: bool
    ) -> list[Tally]:
        """The steps in their right order; nothing before that may be known."""
        if not revealed:
            return []
        in_place = Counter(
            key for judged in given for key in self.keys_in_place(item, judged.response)
        )
        rows = [
            TallyRow(choice_text(item, key), in_place[key], "right", choice_reason(item, key))
            for key in item.choices
        ]
        return [Tally("How many had each step in its place", rows)]

    def portable(self, item: Item) -> PortableQuestion:
        return portable_choices(item, PortableForm.ORDER, right=0, wrong=0)
