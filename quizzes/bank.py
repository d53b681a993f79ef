"""The question sets of a course, in memory, loaded once for each version of the course.

Of a large course only the lessons that somebody looks at are loaded, so that an edit costs little.
"""

import hashlib
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from django.db.models import Exists, OuterRef, prefetch_related_objects

from learn.catalogue import version_of
from learn.content import LessonContent, LessonMode
from learn.known_courses import course_rows
from learn.newest_version import NewestVersion
from learn.publishing import published_now
from quizzes.behaviours import BEHAVIOURS
from quizzes.behaviours.behaviour import Behaviour
from quizzes.kinds import item_version
from quizzes.models import Question, QuestionSet
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
    return known_sets(lesson.course.pk, lesson.course.version).of_lesson(lesson.path)


def modes_with_sets(lesson: LessonContent) -> Collection[str]:
    """The modes in which a lesson asks something. Its questions are not needed for that."""
    known = known_sets(lesson.course.pk, lesson.course.version)
    return known.modes.get(lesson.path, {})


def sets_by_pk(pks: Collection[int]) -> dict[int, SetContent]:
    """Those of these sets that ask something now, whatever course they are of."""
    found: dict[int, SetContent] = {}
    for row in course_rows():
        known = known_sets(row.pk, version_of(row))
        lessons = {known.lesson_of[pk] for pk in pks if pk in known.lesson_of}
        sets = chain.from_iterable(known.of_lesson(lesson).values() for lesson in lessons)
        found |= {content.pk: content for content in sets if content.pk in pks}
    return found


class KnownSets:
    """The sets of a course, each lesson's loaded when it is first asked for.

    `modes`: by the path of a lesson and by mode the set's primary key. `lesson_of`: the path by
    the primary key.
    """

    def __init__(self, sets: Iterable[tuple[int, str, str]]) -> None:
        self.modes: dict[str, dict[str, int]] = {}
        self.lesson_of: dict[int, str] = {}
        self.loaded: dict[str, dict[str, SetContent]] = {}
        for pk, lesson, mode in sets:
            self.modes.setdefault(lesson, {})[mode] = pk
            self.lesson_of[pk] = lesson

    def of_lesson(self, lesson: str) -> dict[str, SetContent]:
        if lesson not in self.loaded:
            contents = load_sets(self.modes.get(lesson, {}).values())
            self.loaded[lesson] = {content.mode: content for content in contents if content.items}
        return self.loaded[lesson]


@NewestVersion
def known_sets(course: int, version: str) -> KnownSets:
    """The sets that ask something at `version` (which only names the copy in memory)."""
    asked = Question.objects.filter(published_now(), question_set=OuterRef("pk"), retired=False)
    rows = QuestionSet.objects.filter(Exists(asked), lesson__course=course)
    slugs = rows.values_list("pk", "lesson__course__slug", "lesson__slug", "mode")
    return KnownSets((pk, f"{course}/{lesson}", mode) for pk, course, lesson, mode in slugs)


def load_sets(pks: Iterable[int]) -> list[SetContent]:
    rows = QuestionSet.objects.filter(pk__in=list(pks)).select_related("lesson__course")
    rows = rows.prefetch_related("questions__choices", "questions__hints", "questions__steps")
    return list(map(set_content, rows))


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
