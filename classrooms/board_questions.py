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
class BoardQuestion:
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
class QuestionGroup:
    """The questions of a set, for a list to choose from."""

    label: str
    spots: list[BoardQuestion]


def current_course(course: Course) -> CourseContent:
    return catalogue.load_course(
        course.pk, catalogue.current_version(course.version, course.schedule)
    )


def question_groups(course: CourseContent) -> list[QuestionGroup]:
    groups = []
    for lesson in course.lessons:
        sets = bank.sets_of(lesson)
        for mode in MODES.values():
            question_set = sets.get(mode.slug)
            if question_set and not question_set.rules.self_assessed:
                groups.append(
                    QuestionGroup(
                        f"{lesson.title}: {mode.label}", set_questions(lesson, mode, question_set)
                    )
                )
    return groups


def questions_by_pk(course: CourseContent) -> dict[int, BoardQuestion]:
    return {spot.pk: spot for group in question_groups(course) for spot in group.spots}


def set_questions(
    lesson: LessonContent, mode: Mode, question_set: SetContent
) -> list[BoardQuestion]:
    return [
        BoardQuestion(question_set.pks[slug], lesson, mode, question_set, item, number)
        for number, (slug, item) in enumerate(question_set.items.items(), start=1)
    ]


def next_question(spots: dict[int, BoardQuestion], pk: int | None) -> int | None:
    """The pk of the next question of the course; the first one before any, none at the end."""
    pks = list(spots)
    if pk is None:
        return pks[0] if pks else None
    return dict(pairwise(pks)).get(pk)
