"""The questions of a course that a board can show, in the order in which a class meets them."""

from dataclasses import dataclass
from itertools import pairwise

from learn import catalogue
from learn.content import CourseContent, LessonContent
from learn.models import Course
from learn.modes import MODES, Mode
from quizzes import bank
from quizzes.bank import SetContent
from quizzes.schema import Item


@dataclass(frozen=True)
class Spot:
    """A question at its place. `number`: in its set, from 1."""

    pk: int
    lesson: LessonContent
    mode: Mode
    question_set: SetContent
    item: Item
    number: int

    @property
    def of(self) -> int:
        return len(self.question_set.items)


@dataclass(frozen=True)
class Group:
    """The questions of a set, for a list to choose from."""

    label: str
    spots: list[Spot]


def course_of(course: Course) -> CourseContent:
    return catalogue.load_course(
        course.pk, catalogue.current_version(course.version, course.schedule)
    )


def groups(course: CourseContent) -> list[Group]:
    found = []
    for lesson in course.lessons:
        sets = bank.sets_of(lesson)
        for mode in MODES.values():
            one = sets.get(mode.slug)
            if one and not one.rules.self_assessed:
                found.append(Group(f"{lesson.title}: {mode.label}", spots_of(lesson, mode, one)))
    return found


def by_pk(course: CourseContent) -> dict[int, Spot]:
    return {spot.pk: spot for group in groups(course) for spot in group.spots}


def spots_of(lesson: LessonContent, mode: Mode, question_set: SetContent) -> list[Spot]:
    return [
        Spot(question_set.pks[slug], lesson, mode, question_set, item, number)
        for number, (slug, item) in enumerate(question_set.items.items(), start=1)
    ]


def after(spots: dict[int, Spot], pk: int | None) -> int | None:
    """The pk of the next question of the course; the first one before any, none at the end."""
    pks = list(spots)
    if pk is None:
        return pks[0] if pks else None
    return dict(pairwise(pks)).get(pk)
