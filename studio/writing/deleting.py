"""What learners have answered is not deleted with what they were asked: what to do instead."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from learn.models import Course, Lesson
from quizzes.models import Question, QuestionSet
from quizzes.records import Answer

# By model: how answers lead to it, and how learners can be kept from it.
KEPT: dict[type[Model], tuple[str, str]] = {
    Question: ("question", "Tick “Retired” on its page instead: it is asked no more"),
    QuestionSet: ("question__question_set", "Retire its questions instead: they are asked no more"),
    Lesson: ("question__question_set__lesson", "Make it a draft instead: learners don't see it"),
    Course: (
        "question__question_set__lesson__course",
        "Make its lessons drafts instead: learners don't see it",
    ),
}


class KeepsAnswersAdmin(admin.ModelAdmin):
    def get_deleted_objects(self, objs: Sequence[Any] | QuerySet[Any], request: HttpRequest) -> Any:
        """Django's would list each answer, of however many thousand, and not say what to do."""
        way, instead = KEPT[self.model]
        count = Answer.objects.filter(**{f"{way}__in": objs}).count()
        if not count:
            return super().get_deleted_objects(objs, request)
        answers = "1 answer" if count == 1 else f"{count} answers"
        return [], {}, set(), [f"{answers} of learners. {instead}, and the answers stay."]
