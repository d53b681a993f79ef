"""Progress as the records tell it: after a loss, a rollback or a race of the session."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

import msgspec

from learn.marks import UNANSWERED, points
from learn.progress import SITTINGS_KEPT, Progress
from quizzes import replay, sittings
from quizzes.bank import SetContent, set_content
from quizzes.log import Entry, entries
from quizzes.models import QuestionSet
from quizzes.sittings import Sitting


@dataclass(frozen=True)
class Told:
    """What the records say of a set: the sitting that the learner is at, and the best marks."""

    sitting: Sitting
    now: str
    best: str
    badge: bool


def from_records(learner: UUID, progress: Progress) -> None:
    """Make the progress say what the rows say; where it says that already, nothing is written.

    A sitting without a record is known to the session alone and stays.
    """
    told = told_by_rows(learner, progress)
    marks = {path: [one.now, one.best] for path, one in told.items()}
    begun = {path: sittings.in_session(progress, path) for path in progress.kept.open}
    fresh = {path: one for path, one in begun.items() if one and path not in told and unused(one)}
    for path in fresh:
        marks[path] = [UNANSWERED * len(progress.marks(path).now), ""]
    known = {path: fresh.get(path) or told[path].sitting for path in begun if path in marks}
    others = {path: one.sitting for path, one in told.items() if path not in known}
    room = max(0, SITTINGS_KEPT - len(known))
    newest = list(others.items())[max(0, len(others) - room) :]
    as_stored = msgspec.json.decode(msgspec.json.encode({**dict(newest), **known}))
    progress.agree(marks, as_stored, [path for path, one in told.items() if one.badge])


def told_by_rows(learner: UUID, progress: Progress) -> dict[str, Told]:
    """By the path of the set, the one answered last at the end."""
    passes: dict[int, dict[str, list[Entry]]] = {}
    for entry in entries(learner):
        by_sitting = passes.pop(entry.question_set, {})
        found = by_sitting.pop(entry.sitting, [])
        passes[entry.question_set] = {**by_sitting, entry.sitting: [*found, entry]}
    sets = sets_by_pk(passes)
    return {
        sets[pk].path: told_of(sets[pk], by_sitting, sittings.in_session(progress, sets[pk].path))
        for pk, by_sitting in passes.items()
        if pk in sets
    }


def told_of(
    question_set: SetContent, by_sitting: dict[str, list[Entry]], begun: Sitting | None
) -> Told:
    """`by_sitting`: the one answered last at the end. `begun`: the one in the session."""
    replays = []
    for seed, found in by_sitting.items():
        known = begun if begun and begun.seed == seed else Sitting(seed)
        again = replay.replayed(question_set, known, found)
        replays.append(sittings.at_time(question_set, again, sittings.now()))
    best = max(["", *(sittings.marks(question_set, one) for one in replays)], key=points)
    fresh = begun if begun and begun.seed not in by_sitting and unused(begun) else None
    sitting = fresh or replays[-1]
    badge = any(sittings.earned(question_set, one) for one in replays)
    return Told(sitting, sittings.marks(question_set, sitting), best, badge)


def unused(sitting: Sitting) -> bool:
    return not any(state.picks for state in sitting.states.values())


def sets_by_pk(pks: Iterable[int]) -> dict[int, SetContent]:
    rows = QuestionSet.objects.filter(pk__in=pks).select_related("lesson__course")
    rows = rows.prefetch_related("questions__choices", "questions__hints", "questions__steps")
    return {row.pk: content for row in rows if (content := set_content(row)).items}
