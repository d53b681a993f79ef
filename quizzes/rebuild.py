"""Progress as the rows of answers tell it: after a loss, a rollback or a race of the session."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

import msgspec

from learn.progress import SITTINGS_KEPT, UNANSWERED, Progress, points
from quizzes import sittings
from quizzes.bank import SetContent, set_content
from quizzes.models import Answer, QuestionSet
from quizzes.sittings import Sitting


@dataclass(frozen=True)
class Told:
    """What the rows say of a set: the sitting that the learner is at, and the best marks."""

    sitting: Sitting
    now: str
    best: str


def from_answers(learner: UUID, progress: Progress) -> None:
    """Make the progress say what the rows say; where it says that already, nothing is written.

    A sitting without an answer, and hints and steps, are known to the session alone and stay.
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
    progress.agree(marks, as_stored)


def told_by_rows(learner: UUID, progress: Progress) -> dict[str, Told]:
    """By the path of the set, the one answered last at the end."""
    passes: dict[int, dict[str, list[Answer]]] = {}
    for row in Answer.objects.of(learner):
        by_sitting = passes.pop(row.question.question_set_id, {})
        rows = by_sitting.pop(row.sitting, [])
        passes[row.question.question_set_id] = {**by_sitting, row.sitting: [*rows, row]}
    sets = sets_by_pk(passes)
    return {
        sets[pk].path: told_of(sets[pk], by_sitting, sittings.in_session(progress, sets[pk].path))
        for pk, by_sitting in passes.items()
        if pk in sets
    }


def told_of(
    question_set: SetContent, by_sitting: dict[str, list[Answer]], begun: Sitting | None
) -> Told:
    """`by_sitting`: the one answered last at the end. `begun`: the one in the session."""
    replays = []
    for seed, rows in by_sitting.items():
        known = begun if begun and begun.seed == seed else Sitting(seed)
        replays.append(sittings.replayed(known, question_set, rows))
    best = max(["", *(sittings.marks(question_set, one) for one in replays)], key=points)
    fresh = begun if begun and begun.seed not in by_sitting and unused(begun) else None
    sitting = fresh or replays[-1]
    return Told(sitting, sittings.marks(question_set, sitting), best)


def unused(sitting: Sitting) -> bool:
    return not any(state.picks for state in sitting.states.values())


def sets_by_pk(pks: Iterable[int]) -> dict[int, SetContent]:
    rows = QuestionSet.objects.filter(pk__in=pks).select_related("lesson__course")
    rows = rows.prefetch_related("questions__choices", "questions__hints", "questions__steps")
    return {row.pk: content for row in rows if (content := set_content(row)).items}
