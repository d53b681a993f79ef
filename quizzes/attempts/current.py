"""The attempt that a learner is at, from the session or from rows."""

import hashlib

from learn.progress import Progress
from quizzes.attempts.attempt import Attempt
from quizzes.attempts.events import entries_of
from quizzes.attempts.rebuild import from_records
from quizzes.attempts.replay import replay
from quizzes.attempts.saved import SavedAttempt, new_seed, parse_seed, saved_in
from quizzes.bank import SetContent


def current_attempt(
    progress: Progress, question_set: SetContent, now: float, visitor: str, seed: str = ""
) -> Attempt:
    """The attempt that the learner is at, or else a new one, as it stands `now`.

    `visitor` (see `learn.learner`) begins the same attempt at every look. `seed` comes from the
    form of a visitor who has nothing kept yet, so that the first answer belongs to the questions
    and the order of choices that were on the screen.
    """
    attempt = kept_attempt(progress, question_set, now)
    if attempt is None:
        first = parse_seed(seed) or first_seed(progress, question_set, visitor)
        attempt = Attempt.begin(question_set, now, first)
    return attempt.run_clocks()


def kept_attempt(progress: Progress, question_set: SetContent, now: float) -> Attempt | None:
    """The session's attempt. It is replayed where the session had no room or the set was edited."""
    if progress.learner and progress.was_away(question_set.path):
        from_records(progress.learner, progress)
    saved = saved_in(progress, question_set.path)
    begun = Attempt(question_set, saved, now) if saved else None
    if saved and saved.edition == question_set.edition:
        return begun
    if progress.learner is None or not progress.marks(question_set.path).now:
        return begun
    entries = entries_of(progress.learner, question_set.pk)
    if begun is None and not entries:
        return None
    begun = begun or Attempt(question_set, SavedAttempt(entries[-1].sitting), now)
    attempt = replay(begun, [entry for entry in entries if entry.sitting == begun.seed])
    attempt.keep_in(progress)
    return attempt


def first_seed(progress: Progress, question_set: SetContent, visitor: str = "") -> str:
    """The same in every tab and at every look, so that tabs that begin at once begin one attempt.

    `visitor`: what stands for someone who is no learner yet.
    """
    who = progress.learner.hex if progress.learner else visitor
    if not who:
        return new_seed()
    return hashlib.sha256(f"{who}:{question_set.path}".encode()).hexdigest()[:8]
