"""One learner's way through one question set, as an immutable value that acts."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import inf
from typing import Any

import msgspec
from msgspec.structs import replace

from learn.progress import Progress
from quizzes.attempts.saved import FOR_EVER, SavedAttempt, new_seed
from quizzes.attempts.standing import Standing
from quizzes.bank import SetContent
from quizzes.schema import SUMMARY, Item
from quizzes.states import (
    Action,
    Clock,
    HandIn,
    Hint,
    NotAllowed,
    Pick,
    Start,
    State,
    Step,
)

RESULT_STANDS = "This question was changed after you finished it. Your result stands."


@dataclass(frozen=True)
class Attempt(Standing):
    """What a learner can do from where they stand, and where to go next.

    Each action returns the attempt that follows and leaves this one as it is. It raises
    NotAllowed, with the reason in words for the learner, where the behaviour of the set does not
    allow it. `quizzes.attempts.recording` commits actions as rows.
    """

    @classmethod
    def begin(cls, question_set: SetContent, now: float, seed: str = "") -> "Attempt":
        """An attempt in which nothing was done yet. Without a seed it gets a random one."""
        seed = (seed or new_seed()) if question_set.rules.again_label else FOR_EVER
        return cls(question_set, SavedAttempt(seed, edition=question_set.edition), now)

    def amend(self, **fields: Any) -> "Attempt":
        """The attempt with these fields of what is saved."""
        return self.with_saved(replace(self.saved, **fields))

    def with_saved(self, saved: SavedAttempt) -> "Attempt":
        return Attempt(self.question_set, saved, self.now)

    def with_state(self, item: Item, state: State) -> "Attempt":
        """The learner is at this question then."""
        return self.amend(at=item.id, states={**self.saved.states, item.id: state})

    def at_question(self, slug: str) -> "Attempt":
        """The learner is at this question; with an empty slug, at the next open one."""
        return self.amend(at=slug)

    def keep_in(self, progress: Progress) -> None:
        """Keep it in the learner's session, with its marks and an earned badge."""
        saved = msgspec.to_builtins(self.saved)
        progress.keep_attempt(self.question_set.path, saved, self.marks, self.earned_badge)

    # --- Acting ------------------------------------------------------------------------------

    def act(self, item: Item, action: Action) -> "Attempt":
        if self.mark_before_edit(item):
            raise NotAllowed(RESULT_STANDS)
        return self.with_state(item, self.rules.apply(item, self.state(item), action))

    def act_on(self, items: Iterable[Item], action: Action) -> "Attempt":
        """The same action on each of these questions. The learner stays where they are."""
        states = {item.id: self.rules.apply(item, self.state(item), action) for item in items}
        return self.amend(states={**self.saved.states, **states})

    def answer(self, item: Item, response: str) -> "Attempt":
        """Raises Late where the answer came when the time was up."""
        return self.act(item, Pick(response, self.now))

    def hint(self, item: Item) -> "Attempt":
        """Show one more hint."""
        return self.act(item, Hint())

    def step(self, item: Item) -> "Attempt":
        """Show one more step of the solution, or the back of a card."""
        return self.act(item, Step())

    def start(self, item: Item) -> "Attempt":
        """Open the question, which starts its clock."""
        return self.act(item, Start(self.now, self.question_set.seconds))

    def hand_in(self) -> "Attempt":
        """Hand in all of its questions. Which ones they are is fixed from then on."""
        return self.act_on(self.items.values(), HandIn()).amend(done=True)

    def run_clocks(self) -> "Attempt":
        """Let the time pass until now: clocks run out, and cards fall due."""
        begun = (item for item, state in self.pairs if state != State())
        return self.act_on(begun, Clock(self.now))

    # --- Going on ----------------------------------------------------------------------------

    def is_open(self, item: Item) -> bool:
        """Whether the question can be answered now."""
        is_closed = self.rules.is_closed(self.state(item))
        return item.id in self.items and not is_closed and not self.is_finished(item)

    def question_to_show(self, asked: str = "") -> Item | None:
        """The question asked for, else the one shown last, else the next open one.

        None stands for the summary: it was asked for, or everything is answered. A card that is
        not due is not shown, however it is asked for.
        """
        if asked == SUMMARY:
            return None
        for slug in (asked, self.saved.at):
            item = self.items.get(slug)
            if item and (self.rules.again_label or not self.state(item).over):
                return item
        return self.next_open()

    def next_open(self) -> Item | None:
        """The first question that is not finished; before it one whose clock runs or ran out."""
        still_open = [
            (state.until or inf, number, item)
            for number, (item, state) in enumerate(self.pairs)
            if not self.is_finished(item)
        ]
        return min(still_open)[2] if still_open else None

    def following(self, item: Item) -> str:
        """The slug of the next open question after `item`, round the set, or SUMMARY.

        A question whose answer may still change is not asked for again.
        """
        start, items = self.number(item), list(self.items.values())
        for candidate in items[start:] + items[:start]:
            state = self.state(candidate)
            may_change = state.picks and not self.rules.visible_state(state).picks
            if not may_change and not self.is_finished(candidate):
                return candidate.id
        return SUMMARY

    def after_answer(self, slug: str) -> str:
        """Where an answer leads: it stays where it is judged at once, else goes on."""
        item = self.items.get(slug)
        return slug if item is None or self.rules.immediate_feedback else self.following(item)
