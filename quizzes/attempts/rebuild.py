"""Progress made again from rows: after a loss, a rollback or a race of the session."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

import msgspec

from learn.marks import UNANSWERED, points
from learn.progress import ATTEMPTS_KEPT, Progress
from quizzes import bank
from quizzes.attempts.attempt import Attempt
from quizzes.attempts.events import Entry, entries_of, server_time
from quizzes.attempts.replay import replay
from quizzes.attempts.saved import SavedAttempt, saved_in
from quizzes.bank import SetContent


@dataclass(frozen=True)
class SetProgress:
    """What the rows say of a set: the attempt that the learner is at, and the best marks."""

    saved: SavedAttempt
    marks: str
    best_marks: str
    has_badge: bool


def from_records(learner: UUID, progress: Progress) -> None:
    """Make the progress say what the rows say. Writes only where that changes something.

    An attempt without a row is known to the session alone and stays.
    """
    by_rows, away = progress_by_rows(learner, progress)
    marks = {path: [row.marks, row.best_marks] for path, row in by_rows.items()}
    in_session = {path: saved_in(progress, path) for path in progress.kept.open}
    unrecorded = {
        path: saved
        for path, saved in in_session.items()
        if saved and path not in by_rows and has_no_answer(saved)
    }
    for path in unrecorded:
        marks[path] = [UNANSWERED * len(progress.marks(path).now), ""]
    known = {
        path: unrecorded.get(path) or by_rows[path].saved for path in in_session if path in marks
    }
    others = {path: row.saved for path, row in by_rows.items() if path not in known}
    room = max(0, ATTEMPTS_KEPT - len(known))
    newest = list(others.items())[max(0, len(others) - room) :]
    as_stored = msgspec.json.decode(msgspec.json.encode({**dict(newest), **known}))
    badges = [path for path, row in by_rows.items() if row.has_badge]
    progress.agree(marks, as_stored, badges, away)


def progress_by_rows(learner: UUID, progress: Progress) -> tuple[dict[str, SetProgress], list[str]]:
    """By the path of the set, the one answered last at the end; and the paths of those sets with
    rows that ask nothing now."""
    by_set: dict[int, dict[str, list[Entry]]] = {}
    for entry in entries_of(learner):
        by_seed = by_set.pop(entry.question_set, {})
        entries = by_seed.pop(entry.sitting, [])
        by_set[entry.question_set] = {**by_seed, entry.sitting: [*entries, entry]}
    sets = sets_by_pk(by_set)
    by_path = {
        sets[pk].path: set_progress(sets[pk], by_seed, saved_in(progress, sets[pk].path))
        for pk, by_seed in by_set.items()
        if pk in sets and sets[pk].items
    }
    return by_path, [content.path for content in sets.values() if not content.items]


def set_progress(
    question_set: SetContent, by_seed: dict[str, list[Entry]], begun: SavedAttempt | None
) -> SetProgress:
    """`by_seed`: the entries of each attempt, the latest at the end. `begun`: the session's."""
    now, attempts = server_time(), []
    for seed, entries in by_seed.items():
        saved = begun if begun and begun.seed == seed else SavedAttempt(seed)
        attempts.append(replay(Attempt(question_set, saved, now), entries).run_clocks())
    latest = attempts[-1]
    if begun and begun.seed not in by_seed and has_no_answer(begun):
        latest = Attempt(question_set, begun, now)
    return SetProgress(
        saved=latest.saved,
        marks=latest.marks,
        best_marks=max(["", *(attempt.marks for attempt in attempts)], key=points),
        has_badge=any(attempt.earned_badge for attempt in attempts),
    )


def has_no_answer(saved: SavedAttempt) -> bool:
    return not any(state.picks for state in saved.states.values())


def sets_by_pk(pks: Collection[int]) -> dict[int, SetContent]:
    """The sets with these primary keys as they are served, also those that ask nothing now."""
    asking = bank.sets_by_pk(pks)
    others = [pk for pk in pks if pk not in asking]
    return (
        asking | {content.pk: content for content in bank.load_sets(others)} if others else asking
    )
