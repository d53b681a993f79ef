"""Committing what a learner does in an attempt: first the row, then the reply."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from uuid import UUID

from engines.unique_rows import insert_once
from quizzes.attempts.attempt import Attempt
from quizzes.attempts.events import ANSWER, Entry, newest_entries
from quizzes.attempts.replay import replay
from quizzes.attempts.rows import Submission, answer_row, event_row
from quizzes.attempts.saved import SavedAttempt, seed_after
from quizzes.kinds import item_version
from quizzes.records import Answer, Event
from quizzes.schema import Item
from quizzes.states import Late, NotAllowed

# Two tabs may act at once. The second one looks again at the rows, this many times at most.
LOOKS = 5
TICK = 0.001  # seconds: rows keep no finer time
SEVERAL = "Several answers to this question came at once. Send yours again."


@dataclass(frozen=True)
class Outcome:
    """The attempt as its rows now make it. `refusal`: why the action does not count, or empty."""

    attempt: Attempt
    refusal: str = ""


# An action on the attempt that its rows make. None: another tab was faster, so look again.
type Action = Callable[[Attempt, list[Entry]], Outcome | None]


@dataclass(frozen=True)
class Recorder:
    """A learner who acts in an attempt, each time with a row committed before they are told.

    `attempt`: as the session knows it, which may be less than the rows know.
    """

    attempt: Attempt
    learner: UUID

    def answer(self, slug: str, submission: Submission) -> Outcome:
        """Commit an answer. A key that was recorded before counts once.

        The rows may know of more tries than the session; then there may be none left.
        """
        return self._commit(partial(self._answer, slug, submission))

    def reveal(self, what: str, slug: str, number: int = 0) -> Outcome:
        """Commit a hint, a step or the opening of a question.

        `what`: as in `Event`. `number`: which hint or step was asked for; one that is shown
        already counts once.
        """
        return self._commit(partial(self._reveal, what, slug, number))

    def write(self, slug: str, text: str) -> Outcome:
        """Commit what the learner wrote on a card, which turns it.

        Once for each time that the card comes up: what was written first stands.
        """
        return self._commit(partial(self._write, slug, text))

    def hand_in(self) -> Outcome:
        """Commit the hand-in. A second one changes nothing."""
        return self._commit(self._hand_in)

    def begin_again(self, ended: str = "") -> Outcome:
        """Commit the beginning of a new attempt, where this one lets the learner go.

        `ended`: the seed of the attempt that the form was shown for. After it a new one begins
        once, however often the form is sent.
        """
        return self._commit(partial(self._begin_again, ended))

    def latest(self) -> tuple[Attempt, list[Entry]]:
        """The learner's newest attempt at the set as its rows make it, and those.

        An old cookie or another tab may still be at an older attempt. Where there is no row yet,
        the session's attempt is the newest.
        """
        begun, pk = self.attempt, self.attempt.question_set.pk
        entries = newest_entries(self.learner, pk)
        if entries and entries[-1].sitting != begun.seed:
            begun = begun.with_saved(SavedAttempt(entries[-1].sitting))
        begun = replace(begun, now=time_after(entries, begun.now))
        return replay(begun, entries).run_clocks(), entries

    def _commit(self, action: Action) -> Outcome:
        """Try the action on the latest attempt, anew where another tab was faster."""
        attempt = self.attempt
        for _ in range(LOOKS):
            attempt, entries = self.latest()
            try:
                if outcome := action(attempt, entries):
                    return outcome
            except NotAllowed as refusal:
                return Outcome(attempt, str(refusal))
        return Outcome(attempt, SEVERAL)

    def _answer(
        self, slug: str, submission: Submission, attempt: Attempt, entries: list[Entry]
    ) -> Outcome | None:
        if any(entry.key == submission.key for entry in entries):
            return Outcome(attempt)
        item = attempt.item(slug)
        number = recorded_tries(entries, item) + 1
        try:
            after, refusal = attempt.answer(item, submission.response), ""
        except Late as late:
            after, refusal = attempt, str(late)
            if number > attempt.rules.max_tries(item):
                return Outcome(attempt, refusal)
        row = answer_row(self.learner, after, item, submission, number, late=bool(refusal))
        if insert_once(row):
            return Outcome(after if refusal else with_certainty(after, row), refusal)
        is_counted = not refusal and self._has_counted(submission.key)
        return Outcome(attempt) if is_counted else None

    def _has_counted(self, key: UUID) -> bool:
        """Whether the same form counted in an attempt before this one."""
        return Answer.objects.filter(learner=self.learner, key=key).exists()

    def _reveal(
        self, what: str, slug: str, number: int, attempt: Attempt, entries: list[Entry]
    ) -> Outcome | None:
        item = attempt.item(slug)
        state = attempt.state(item)
        taken = {Event.HINT: state.hints, Event.STEP: state.steps}.get(what, 0)
        if 0 < number <= taken or (what == Event.START and state.until):
            return Outcome(attempt)
        act = {Event.HINT: attempt.hint, Event.STEP: attempt.step, Event.START: attempt.start}[what]
        after = act(item)
        row = event_row(self.learner, after, what, slug, taken + 1)
        return Outcome(after) if insert_once(row) else None

    def _write(self, slug: str, text: str, attempt: Attempt, entries: list[Entry]) -> Outcome:
        item = attempt.item(slug)
        after = attempt.step(item)
        ratings = sum((entry.question, entry.what) == (slug, ANSWER) for entry in entries)
        insert_once(event_row(self.learner, after, Event.WROTE, slug, ratings + 1, text))
        return Outcome(after)

    def _hand_in(self, attempt: Attempt, entries: list[Entry]) -> Outcome | None:
        if attempt.is_over:
            return Outcome(attempt)
        after = attempt.hand_in()
        row = event_row(self.learner, after, Event.HAND_IN)
        row.marks = dict(zip(after.items, after.marks, strict=True))
        return Outcome(after) if insert_once(row) else None

    def _begin_again(self, ended: str, attempt: Attempt, entries: list[Entry]) -> Outcome | None:
        seed = seed_after(self.learner, ended) if ended else ""
        if seed and self._has_begun(attempt, seed):
            return Outcome(attempt)
        if refusal := attempt.rules.restart_refusal(attempt.pairs):
            return Outcome(attempt, refusal)
        after = Attempt.begin(attempt.question_set, attempt.now, seed)
        row = event_row(self.learner, after, Event.BEGAN)
        return Outcome(after) if insert_once(row) else None

    def _has_begun(self, attempt: Attempt, seed: str) -> bool:
        begun = Event.objects.filter(learner=self.learner, what=Event.BEGAN, sitting=seed)
        return begun.filter(question_set=attempt.question_set.pk).exists()


def time_after(entries: list[Entry], now: float) -> float:
    """The time of a row that follows these: now, or just after the newest of them.

    Rows are put in order by their time, so a clock that was set back must not mix them up.
    """
    return max(now, round(entries[-1].created.timestamp() + TICK, 3)) if entries else now


def recorded_tries(entries: list[Entry], item: Item) -> int:
    """How many answers to this version of the question there are among the entries."""
    tries = (item.id, item_version(item), ANSWER)
    return sum((entry.question, entry.version, entry.what) == tries for entry in entries)


def with_certainty(attempt: Attempt, row: Answer) -> Attempt:
    return attempt.with_saved(attempt.saved.with_certainty(attempt.saved.at, row.certainty))
