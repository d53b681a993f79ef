"""Copies of a question, of a question set, and of a lesson with all that it has, as drafts."""

from itertools import count
from typing import Any

from django.db.models import Model

from learn.course_versions import one_new_version
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


@one_new_version()
def copy_question(question: Question) -> Question:
    """A draft at the end of the same set, with the same choices, hints and steps."""
    siblings = question.question_set.questions
    slug = free_slug(question.slug, set(siblings.values_list("slug", flat=True)))
    return duplicate_question(question, slug=slug, position=end_of(siblings.all()))


def duplicate_question(question: Question, **changes: Any) -> Question:
    """A new draft with these changes, and with copies of the choices, hints and steps."""
    copy = duplicate(question, published=None, retired=False, **changes)
    for name in PARTS[Question]:
        for part in getattr(question, name).all():
            duplicate(part, question=copy)
    return copy


@one_new_version()
def copy_set(question_set: QuestionSet) -> QuestionSet:
    """A copy in a mode of the same lesson that has no set yet. Modes without a text come first.
    Raises `NoRoom` where every mode has a set."""
    taken = set(question_set.lesson.sets.values_list("mode", flat=True))
    modes = sorted(MODES.values(), key=lambda mode: mode.reading)
    mode = next((mode.slug for mode in modes if mode.slug not in taken), None)
    if mode is None:
        raise NoRoom(NO_MODE)
    return duplicate_set(question_set, mode=mode, title=copy_title(question_set))


def duplicate_set(question_set: QuestionSet, **changes: Any) -> QuestionSet:
    """A new row with these changes, and with copies of its questions as drafts. Retired questions
    are left out."""
    copy = duplicate(question_set, **changes)
    for question in question_set.questions.filter(retired=False):
        duplicate_question(question, question_set=copy)
    return copy


def copy_title(row: Lesson | QuestionSet) -> str:
    return f"{row.title[:190]} (copy)"


@one_new_version()
def copy_lesson(lesson: Lesson) -> Lesson:
    """A draft at the end of the same course, with the same texts and sets."""
    siblings = lesson.course.lessons
    slug = free_slug(lesson.slug, set(siblings.values_list("slug", flat=True)))
    place = {"slug": slug, "title": copy_title(lesson), "position": end_of(siblings.all())}
    copy = duplicate(lesson, published=None, **place)
    for page in lesson.pages.all():
        duplicate(page, lesson=copy)
    for question_set in lesson.sets.all():
        duplicate_set(question_set, lesson=copy)
    return copy


def duplicate[T: Model](row: T, **changes: Any) -> T:
    """A new row with the same values, except for these changes."""
    copy = type(row)._base_manager.get(pk=row.pk)
    copy.pk, copy._state.adding = None, True
    for name, value in changes.items():
        setattr(copy, name, value)
    copy.save()
    return copy


def free_slug(slug: str, taken: set[str]) -> str:
    """`slug-2`, or the first number after it that is free; at most 50 characters."""
    for number in count(2):
        candidate = f"{slug[: 49 - len(str(number))].rstrip('-')}-{number}"
        if candidate not in taken:
            return candidate
    raise AssertionError
