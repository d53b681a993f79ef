"""Rows with answers of learners can't be deleted."""

from collections.abc import Iterable

from django.db.models import Model

from learn.models import Course, Lesson
from quizzes.models import Question, QuestionSet
from quizzes.records import Answer

# By model: the path from an answer to the row, and how to hide the row from learners instead.
KEPT: dict[type[Model], tuple[str, str]] = {
    Question: ("question", "Tick “Retired” on its page instead: it is asked no more"),
    QuestionSet: ("question__question_set", "Retire its questions instead: they are asked no more"),
    Lesson: ("question__question_set__lesson", "Make it a draft instead: learners don't see it"),
    Course: (
        "question__question_set__lesson__course",
        "Make its lessons drafts instead: learners don't see it",
    ),
}


def answers_in_the_way(model: type[Model], rows: Iterable[Model]) -> str:
    """Why these rows can't be deleted, and what to do instead. Empty where nothing was answered.

    Django's own page would list thousands of answers, and not say what to do.
    """
    way, instead = KEPT[model]
    count = Answer.objects.filter(**{f"{way}__in": rows}).count()
    if not count:
        return ""
    answers = "1 answer" if count == 1 else f"{count} answers"
    return f"{answers} of learners. {instead}, and the answers stay."
