"""An explanation in the learner's own words, which the learner checks: a flashcard.

The choices are the checklist: what a good explanation says. `check` is the model answer.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.datastructures import MultiValueDict

from quizzes.kinds.kind import FormData, ItemProblem
from quizzes.kinds.presenting import LearnerView
from quizzes.kinds.written import WrittenKind
from quizzes.schema import Item
from quizzes.states import NotAllowed


@dataclass(frozen=True)
class ExplanationField:
    """The text in the field, and how many characters it may have."""

    text: str
    limit: int


class ExplainKind(WrittenKind):
    name = "explain"
    summary = "in one's own words, on a card"
    template = "quizzes/kinds/explain.html"
    only_behaviour = "recall"
    self_assessed = True
    # Five or six sentences: more is a talk, not a card.
    limit = 600

    def own_problems(self, item: Item) -> Iterator[ItemProblem]:
        if not item.check.strip():
            yield ("check",), "There is no model answer. Write it as `check`."
        for key, choice in item.choices.items():
            if choice.right or choice.why:
                message = (
                    "This is a point of the checklist, neither right nor wrong. Keep its text."
                )
                yield ("choices", key), message

    def scoring_key(self, item: Item) -> list[str]:
        """Nothing: the learner alone decides what is right."""
        return []

    def example_response(self, item: Item, right: bool) -> str:
        return "In my own words."

    def field_names(self, item: Item) -> list[str]:
        return ["written"]

    def parse_response(self, item: Item, data: FormData) -> str:
        text = data.get("written", "").replace("\r\n", "\n").replace("\x00", "").strip()
        if not text:
            raise NotAllowed("Write a sentence or two first. Then look at the model answer.")
        if len(text) > self.limit:
            raise NotAllowed(
                f"That is {len(text)} characters, and {self.limit} are the limit. Shorten it; it "
                "is still in the field."
            )
        return text

    def form_data(self, item: Item, response: str) -> FormData:
        return MultiValueDict({"written": [response]})

    def is_valid(self, item: Item, response: str) -> bool:
        return 0 < len(response.strip()) <= self.limit

    def grade(self, item: Item, response: str) -> float:
        """1.0 for whatever is written: no program judges it."""
        return 1.0 if self.is_valid(item, response) else 0.0

    def chosen_keys(self, item: Item, response: str) -> list[str]:
        return []

    def present(self, view: LearnerView) -> ExplanationField:
        return ExplanationField(view.draft.get("written", ""), self.limit)
