"""What a test says when it is handed in: each level, each question, what to read again."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from learn.content import LessonContent, LessonMode
from learn.markdown import heading_id, headings
from learn.modes import MODES
from quizzes.attempts.attempt import Attempt
from quizzes.behaviours.exam import level_verdict
from quizzes.question_presenter import ShownQuestion, present_result
from quizzes.records import Event
from quizzes.schema import LEVELS, Level


@dataclass(frozen=True)
class LevelVerdict:
    """`verdict`: strong, shaky or weak. `right` counts those that are right in full."""

    level: str
    verdict: str
    right: int
    total: int


@dataclass(frozen=True)
class Part:
    """A part of the lesson to read again."""

    url: str
    title: str


@dataclass(frozen=True)
class TestReport:
    """`read`: the parts of the lesson that answer the questions which are not right in full.

    `handed_in`: when; None where its row is gone.
    """

    levels: list[LevelVerdict]
    read: list[Part]
    questions: list[ShownQuestion]
    handed_in: datetime | None


def present_report(
    lesson: LessonContent, attempt: Attempt, learner: UUID | None
) -> TestReport | None:
    """None before the end: until then nothing of it is worked out."""
    if not attempt.is_over:
        return None
    items = attempt.items
    scores = {slug: score or 0.0 for slug, score in attempt.scores.items()}
    missed = [items[slug] for slug, score in scores.items() if score < 1]
    readings = dict.fromkeys(reading for item in missed for reading in item.read)
    by_level = {
        level: [scores[slug] for slug, item in items.items() if item.level == level]
        for level in LEVELS
    }
    return TestReport(
        levels=level_verdicts(by_level),
        read=[part for reading in readings if (part := part_of(lesson, reading))],
        questions=[present_result(attempt, item) for item in items.values()],
        handed_in=handed_in_at(attempt, learner),
    )


def handed_in_at(attempt: Attempt, learner: UUID | None) -> datetime | None:
    """When the test was handed in; None where nobody knows."""
    if learner is None:
        return None
    rows = Event.objects.filter(
        learner=learner,
        question_set=attempt.question_set.pk,
        sitting=attempt.seed,
        what=Event.HAND_IN,
    )
    return rows.values_list("created", flat=True).first()


def level_verdicts(scores_by_level: dict[Level, list[float]]) -> list[LevelVerdict]:
    """Of each level that was asked."""
    return [
        LevelVerdict(level, level_verdict(scores), scores.count(1.0), len(scores))
        for level, scores in scores_by_level.items()
        if scores
    ]


def part_of(lesson: LessonContent, reading: str) -> Part | None:
    """The part as a link: its mode and heading, else its mode, else None where that is gone."""
    slug, _, anchor = reading.partition("#")
    if slug not in lesson.texts or slug not in MODES:
        return None
    title = headings(lesson.texts[slug]).get(anchor)
    mode = LessonMode(lesson, MODES[slug])
    if title is None:
        return Part(mode.url, mode.label)
    return Part(f"{mode.url}#{heading_id(anchor)}", f"{mode.label}: {title}")
