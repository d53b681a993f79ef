"""A question, a set of them, or a lesson with all that it has, once more: as drafts."""

from itertools import count
from typing import Any

from django.db import transaction
from django.db.models import Model

from learn.models import Lesson
from learn.modes import MODES
from learn.positions import end_of
from quizzes.models import Question, QuestionSet
from versions.snapshot import PARTS

NO_MODE = (
    "Nothing was copied: each mode of this lesson has a question set. Move one to another lesson, "
    "or delete one, and copy again."
)


class NoRoom(Exception):
    """There is no place for a copy. The message says what to do."""


@transaction.atomic
def copy_of(question: Question) -> Question:
    """A draft at the end of the same set, with the same choices, hints and steps."""
    siblings = question.question_set.questions
    slug = free(question.slug, set(siblings.values_list("slug", flat=True)))
    return question_as(question, slug=slug, position=end_of(siblings.all()))


def question_as(question: Question, **changes: Any) -> Question:
    """Another row with these changes, a draft, with parts of its own."""
    made = anew(question, published=None, retired=False, **changes)
    for name in PARTS[Question]:
        for part in getattr(question, name).all():
            anew(part, question=made)
    return made


@transaction.atomic
def copy_of_set(question_set: QuestionSet) -> QuestionSet:
    """In the same lesson, in a mode that has no set: one that only asks, before one with a text."""
    taken = set(question_set.lesson.sets.values_list("mode", flat=True))
    modes = sorted(MODES.values(), key=lambda mode: mode.reading)
    mode = next((mode.slug for mode in modes if mode.slug not in taken), None)
    if mode is None:
        raise NoRoom(NO_MODE)
    return set_as(question_set, mode=mode, title=copy_title(question_set))


def set_as(question_set: QuestionSet, **changes: Any) -> QuestionSet:
    """Another row with these changes, with its questions as drafts; what was retired is not taken
    along."""
    made = anew(question_set, **changes)
    for question in question_set.questions.filter(retired=False):
        question_as(question, question_set=made)
    return made


def copy_title(row: Lesson | QuestionSet) -> str:
    return f"{row.title[:190]} (copy)"


@transaction.atomic
def copy_of_lesson(lesson: Lesson) -> Lesson:
    """A draft at the end of the same course, with the same texts and sets."""
    siblings = lesson.course.lessons
    slug = free(lesson.slug, set(siblings.values_list("slug", flat=True)))
    place = {"slug": slug, "title": copy_title(lesson), "position": end_of(siblings.all())}
    made = anew(lesson, published=None, **place)
    for page in lesson.pages.all():
        anew(page, lesson=made)
    for question_set in lesson.sets.all():
        set_as(question_set, lesson=made)
    return made


def anew[T: Model](row: T, **changes: Any) -> T:
    """A new row with the same values but for these."""
    made = type(row)._base_manager.get(pk=row.pk)
    made.pk, made._state.adding = None, True
    for name, value in changes.items():
        setattr(made, name, value)
    made.save()
    return made


def free(slug: str, taken: set[str]) -> str:
    """`slug-2`, or the first number after it that is free; at most 50 characters."""
    for number in count(2):
        found = f"{slug[: 49 - len(str(number))].rstrip('-')}-{number}"
        if found not in taken:
            return found
    raise AssertionError
