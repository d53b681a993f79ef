"""What the kinds share whose answer the learner writes."""

from math import inf

from quizzes.kinds.kind import Kind
from quizzes.schema import Item


class WrittenKind(Kind):
    """The learner writes the answer, so none of the choices is on the screen."""

    free_text = True
    limit: int  # characters

    def max_length(self, item: Item) -> int:
        return self.limit

    def response_count(self, item: Item) -> float:
        return inf

    def display_order(self, item: Item, seed: str) -> list[str]:
        return []
