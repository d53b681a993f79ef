"""A toy kind: a point on a scale. The response is the key of a point; a neighbour is half right."""

from collections.abc import Iterator

from django.utils.datastructures import MultiValueDict

from quizzes.kinds.kind import FormData, ItemProblem, Kind
from quizzes.kinds.presenting import LearnerView
from quizzes.schema import Item
from quizzes.states import NotAllowed


class ScaleKind(Kind):
    name = "scale"
    summary = "a point on a scale"
    template = "toys/scale.html"

    def own_problems(self, item: Item) -> Iterator[ItemProblem]:
        if sum(choice.right for choice in item.choices.values()) != 1:
            yield ("choices",), "One point of the scale is right. Mark it."

    def example_response(self, item: Item, right: bool) -> str:
        return next(key for key, choice in item.choices.items() if choice.right == right)

    def max_length(self, item: Item) -> int:
        return max(map(len, item.choices))

    def response_count(self, item: Item) -> int:
        return len(item.choices)

    def field_names(self, item: Item) -> list[str]:
        return ["point"]

    def parse_response(self, item: Item, data: FormData) -> str:
        key = data.get("point", "")
        if not self.is_valid(item, key):
            raise NotAllowed("That is no point of the scale. No try was taken.")
        return key

    def form_data(self, item: Item, response: str) -> FormData:
        return MultiValueDict({"point": [response]})

    def is_valid(self, item: Item, response: str) -> bool:
        return response in item.choices

    def grade(self, item: Item, response: str) -> float:
        if response not in item.choices:
            return 0.0
        points = list(item.choices)
        right = next(key for key, choice in item.choices.items() if choice.right)
        distance = abs(points.index(response) - points.index(right))
        return max(0.0, 1 - distance / 2)

    def chosen_keys(self, item: Item, response: str) -> list[str]:
        return [response]

    def display_order(self, item: Item, seed: str) -> list[str]:
        return list(item.choices)

    def present(self, view: LearnerView) -> list[tuple[str, str, bool]]:
        """Each point: its key, its text, and whether it was taken."""
        taken = {view.draft.get("point"), view.last_response}
        return [(key, view.item.choices[key].text, key in taken) for key in view.keys]

    def chance_level(self, item: Item) -> float:
        return 1 / len(item.choices)
