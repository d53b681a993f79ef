"""A question, or a lesson with all that it has, once more: as drafts."""

from itertools import count
from typing import Any

from django.db import transaction
from django.db.models import Model

from learn.models import Lesson
from quizzes.history.whole import PARTS
from quizzes.models import Question


@transaction.atomic
def copy_of(question: Question) -> Question:
    """A draft at the end of the same set, with the same choices, hints and steps."""
    siblings = question.question_set.questions
    slug = free(question.slug, set(siblings.values_list("slug", flat=True)))
    return question_as(question, slug=slug, position=siblings.count())


def question_as(question: Question, **changes: Any) -> Question:
    """Another row with these changes, a draft, with parts of its own."""
    made = anew(question, published=None, retired=False, **changes)
    for name in PARTS[Question]:
        for part in getattr(question, name).all():
            anew(part, question=made)
    return made


@transaction.atomic
def copy_of_lesson(lesson: Lesson) -> Lesson:
    """A draft at the end of the same course, with the same texts and sets; what was retired is not
    taken along."""
    siblings = lesson.course.lessons
    slug = free(lesson.slug, set(siblings.values_list("slug", flat=True)))
    title = f"{lesson.title[:190]} (copy)"
    made = anew(lesson, slug=slug, title=title, published=None, position=siblings.count())
    for page in lesson.pages.all():
        anew(page, lesson=made)
    for question_set in lesson.sets.all():
        copied = anew(question_set, lesson=made)
        for question in question_set.questions.filter(retired=False):
            question_as(question, question_set=copied)
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
