"""What a test says when it is handed in: each level, each question, what to read again."""

from dataclasses import dataclass

from learn.content import LessonContent, LessonMode
from learn.markdown import heading_id, headings
from learn.modes import MODES
from quizzes import sittings
from quizzes.bank import SetContent
from quizzes.behaviours.exam import level_verdict
from quizzes.draw import LEVELS
from quizzes.items import Item
from quizzes.present import Shown, shown
from quizzes.sittings import Sitting


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
class Outcome:
    levels: list[LevelVerdict]
    read: list[Part]
    questions: list[Shown]


def outcome(lesson: LessonContent, question_set: SetContent, sitting: Sitting) -> Outcome | None:
    """None before the end: nothing of it is worked out until then."""
    if not sittings.is_over(question_set, sitting):
        return None
    scores = dict(
        zip(
            sittings.drawn(question_set, sitting),
            (score or 0.0 for score in sittings.scores(question_set, sitting)),
            strict=True,
        )
    )
    items = sittings.drawn(question_set, sitting)
    missed = [items[slug] for slug, score in scores.items() if score < 1]
    again = dict.fromkeys(place for item in missed for place in item.read)
    return Outcome(
        levels=level_verdicts({level: of_level(items, scores, level) for level in LEVELS}),
        read=[part for place in again if (part := part_of(lesson, place))],
        questions=[shown(question_set, sitting, item, now=0) for item in items.values()],
    )


def of_level(items: dict[str, Item], scores: dict[str, float], level: str) -> list[float]:
    return [scores[slug] for slug, item in items.items() if item.level == level]


def level_verdicts(scores: dict[str, list[float]]) -> list[LevelVerdict]:
    return [
        LevelVerdict(level, level_verdict(found), found.count(1.0), len(found))
        for level, found in scores.items()
        if found
    ]


def part_of(lesson: LessonContent, place: str) -> Part | None:
    """The part as a link: its mode and heading, else its mode, else nothing if that is gone."""
    slug, _, anchor = place.partition("#")
    if slug not in lesson.texts or slug not in MODES:
        return None
    title = headings(lesson.texts[slug]).get(anchor)
    mode = LessonMode(lesson, MODES[slug])
    if title is None:
        return Part(mode.url, mode.label)
    return Part(f"{mode.url}#{heading_id(anchor)}", f"{mode.label}: {title}")
