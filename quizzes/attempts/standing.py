"""Where a learner stands in a question set: its questions, their states, and the results."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from learn.marks import mark, points, word
from quizzes.attempts.sampling import sample
from quizzes.attempts.saved import UNSAID, SavedAttempt
from quizzes.bank import SetContent
from quizzes.behaviours.behaviour import Behaviour
from quizzes.kinds import kind_of
from quizzes.schema import Item
from quizzes.states import NotAllowed, State

NOT_HERE = (
    "The form was for a question that is not in this round. Nothing was recorded; "
    "here is where you are."
)


@dataclass(frozen=True)
class Standing:
    """A question set and what is saved of a learner's way through it.

    `now`: the server's clock (Unix seconds); nothing here reads it.
    """

    question_set: SetContent
    saved: SavedAttempt
    now: float

    @property
    def seed(self) -> str:
        return self.saved.seed

    @property
    def rules(self) -> Behaviour:
        return self.question_set.rules

    # --- Questions ---------------------------------------------------------------------------

    @cached_property
    def items(self) -> dict[str, Item]:
        """The questions by slug, in their order: a sample where the set asks for one, or all."""
        items, number = self.question_set.items, self.question_set.draw
        is_sampled = 0 < number < len(items)
        if self.saved.done:
            items = {slug: item for slug, item in items.items() if slug in self.saved.states}
        if not is_sampled:
            return items
        sampled = sample(items.values(), number, self.seed, first=self.saved.states)
        return {item.id: item for item in sampled}

    def item(self, slug: str) -> Item:
        """The question that a form names. Raises NotAllowed where the attempt has none such."""
        if slug not in self.items:
            raise NotAllowed(NOT_HERE)
        return self.items[slug]

    def number(self, item: Item) -> int:
        """The question's place in the attempt, from 1."""
        return list(self.items).index(item.id) + 1

    def choice_order(self, item: Item) -> list[str]:
        """The keys of the choices in the order of the screen, the same at every look."""
        return kind_of(item).display_order(item, self.seed)

    def state(self, item: Item) -> State:
        return self.saved.states.get(item.id, State())

    @cached_property
    def pairs(self) -> list[tuple[Item, State]]:
        """Each question with its state."""
        return [(item, self.state(item)) for item in self.items.values()]

    # --- Results -----------------------------------------------------------------------------

    def mark_before_edit(self, item: Item) -> str:
        """The mark of a question that an edit changed after it was finished, else empty."""
        return self.saved.stands.get(item.id, "")

    def score(self, item: Item) -> float | None:
        """In [0, 1]; None while the question is open."""
        if before := self.mark_before_edit(item):
            return points(before)
        costs = self.question_set.try_cost, self.question_set.hint_cost
        return self.rules.score(item, self.state(item), *costs)

    def mark(self, item: Item) -> str:
        """The score as one character (see `learn.marks.mark`)."""
        if before := self.mark_before_edit(item):
            return before
        return mark(self.score(item), self.rules.is_right(item, self.state(item)))

    @cached_property
    def scores(self) -> dict[str, float | None]:
        return {slug: self.score(item) for slug, item in self.items.items()}

    @cached_property
    def marks(self) -> str:
        """A character for each question, as the learner's progress keeps them."""
        return "".join(map(self.mark, self.items.values()))

    @property
    def earned_badge(self) -> bool:
        """Whether everything is right, in a set that gives a badge for it."""
        return self.rules.earns_badge and set(map(word, self.marks)) == {"right"}

    def is_finished(self, item: Item) -> bool:
        finished = self.rules.is_finished(item, self.state(item))
        return finished or bool(self.mark_before_edit(item))

    @cached_property
    def is_over(self) -> bool:
        """Whether every question is finished."""
        return all(map(self.is_finished, self.items.values()))

    @cached_property
    def unanswered(self) -> list[int]:
        """The numbers (from 1) of the questions without an answer."""
        return [number for number, (_, state) in enumerate(self.pairs, start=1) if not state.picks]

    def certainties(self) -> Iterator[tuple[int, bool]]:
        """Of each try whose certainty the learner told: how sure, and whether it was right."""
        for slug, certainties in self.saved.said.items():
            item = self.question_set.items.get(slug)
            picks = self.saved.states[slug].picks if item else ()
            for response, certainty in zip(picks, certainties, strict=False):
                if item and certainty != UNSAID:
                    yield int(certainty), kind_of(item).grade(item, response) == 1
