"""The question sets of a course, in memory, loaded once for each version of the course."""

import hashlib
import json
from collections import ChainMap
from dataclasses import dataclass
from functools import cached_property

from django.db.models import prefetch_related_objects

from learn.catalogue import version_of
from learn.content import LessonContent, LessonMode
from learn.known_courses import course_rows
from learn.newest_version import NewestVersion
from quizzes.behaviours import BEHAVIOURS
from quizzes.behaviours.behaviour import Behaviour
from quizzes.kinds import item_version
from quizzes.models import QuestionSet
from quizzes.schema import Item


@dataclass(frozen=True)
class SetContent:
    """A question set as it is served. `items` and `pks` (of the rows) are by question slug."""

    pk: int
    lesson: str
    mode: str
    title: str
    behaviour: str
    try_cost: float
    hint_cost: float
    seconds: int
    draw: int
    items: dict[str, Item]
    pks: dict[str, int]

    @property
    def rules(self) -> Behaviour:
        return BEHAVIOURS[self.behaviour]

    @property
    def path(self) -> str:
        """`course/lesson/mode`, the set's name in the learner's progress."""
        return f"{self.lesson}/{self.mode}"

    @cached_property
    def edition(self) -> str:
        """New whenever results would come out otherwise: another right answer, cost, or hint."""
        items = [[item.id, item_version(item), len(item.hints)] for item in self.items.values()]
        costs = [self.try_cost, self.hint_cost]
        matters = [items, costs, self.behaviour, self.seconds, self.draw]
        return hashlib.sha256(json.dumps(matters).encode()).hexdigest()[:6]


def set_at(mode: LessonMode) -> SetContent | None:
    """The set at the foot of a mode: the mode's own; under a text, else the practice set."""
    sets = sets_of(mode.lesson)
    return sets.get(mode.slug) or (sets.get("practice") if mode.reading else None)


def sets_of(lesson: LessonContent) -> dict[str, SetContent]:
    """A lesson's sets by mode."""
    return load(lesson.course.pk, lesson.course.version).by_lesson.get(lesson.path, {})


def sets_by_pk() -> ChainMap[int, SetContent]:
    """All sets that ask something now, of all courses."""
    courses = [load(row.pk, version_of(row)) for row in course_rows()]
    return ChainMap(*(sets.by_pk for sets in courses))


@dataclass(frozen=True)
class CourseSets:
    """The sets of a course that ask something, by primary key, and by lesson path and mode."""

    by_pk: dict[int, SetContent]
    by_lesson: dict[str, dict[str, SetContent]]


@NewestVersion
def load(course: int, version: str) -> CourseSets:
    """All sets of a course as they stand at `version` (which only names the copy in memory)."""
    rows = QuestionSet.objects.filter(lesson__course=course).select_related("lesson__course")
    rows = rows.prefetch_related("questions__choices", "questions__hints", "questions__steps")
    sets = CourseSets({}, {})
    for content in map(set_content, rows):
        if content.items:
            sets.by_pk[content.pk] = content
            sets.by_lesson.setdefault(content.lesson, {})[content.mode] = content
    return sets


def set_content(row: QuestionSet) -> SetContent:
    prefetch_related_objects([row], "questions__choices", "questions__hints", "questions__steps")
    asked = [question for question in row.questions.all() if question.is_asked]
    return SetContent(
        pk=row.pk,
        lesson=row.lesson.path,
        mode=row.mode,
        title=row.title,
        behaviour=row.behaviour,
        try_cost=row.try_cost,
        hint_cost=row.hint_cost,
        seconds=row.seconds,
        draw=row.draw,
        items={question.slug: question.item() for question in asked},
        pks={question.slug: question.pk for question in asked},
    )
