"""The state of a lesson or a question: draft, scheduled, published, hidden or retired.

Hidden is what is published and still not seen: a lesson with nothing in it, a question whose lesson
is not out.
"""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format

from learn.models import Lesson
from learn.publishing import has_content, is_published, published_now
from quizzes.models import Question

DRAFT = "draft"
STATES = (DRAFT, "scheduled", "published", "hidden")
EMPTY = "it has no text, and none of its questions is published"


def in_state(name: str, seen: Q) -> Q:
    """Selects the rows in one of `STATES`. `seen`: those that learners see once they are out."""
    if name == DRAFT:
        return Q(published=None)
    if name == "scheduled":
        return Q(published__gt=timezone.now())
    return published_now() & (seen if name == "published" else ~seen)


def with_content(lessons: QuerySet[Lesson]) -> QuerySet[Lesson]:
    """The lessons, each with what `state_of` needs to know of it."""
    return lessons.annotate(has_content=has_content())


def state_of(row: Any) -> str:
    """`retired`, or one of `STATES`. A row that is not saved yet (None) is a draft.

    Of many lessons take those `with_content`: the state of any other takes a query.
    """
    if row and getattr(row, "retired", False):
        return "retired"
    if row is None or row.published is None:
        return DRAFT
    if not is_published(row.published):
        return "scheduled"
    if isinstance(row, Lesson) and hasattr(row, "has_content"):
        return "published" if row.has_content else "hidden"
    return "hidden" if why_unseen(row) else "published"


def lesson_url(lesson: Lesson | None) -> str | None:
    """The lesson's address on the site; None where learners get no such page."""
    return lesson.get_absolute_url() if lesson and state_of(lesson) == "published" else None


def why_unseen(row: Any) -> str:
    """Why learners don't see what is published, or will not when its time comes, as the second
    half of a sentence; then what to do. Empty where they do, and for drafts."""
    if row is None or row.published is None or getattr(row, "retired", False):
        return ""
    moment = max(row.published, timezone.now())
    return why_empty(row, moment) if isinstance(row, Lesson) else why_held_back(row, moment)


def why_empty(lesson: Lesson, moment: datetime) -> str:
    if Lesson.objects.filter(has_content(moment), pk=lesson.pk).exists():
        return ""
    return f"{EMPTY}. Write a text below, or publish a question of it."


def why_held_back(question: Question, moment: datetime) -> str:
    published = question.question_set.lesson.published
    if published is None:
        return "its lesson is a draft. Publish the lesson too."
    if published > moment:
        when = date_format(timezone.localtime(published), "j M Y H:i")
        return f"its lesson comes out on {when} ({timezone.get_current_timezone_name()})."
    return ""


class StateFilter(admin.SimpleListFilter):
    """Filters lessons by their state."""

    title, parameter_name = "state", "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(name, name.capitalize()) for name in STATES]

    def seen(self) -> Q:
        return has_content()

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        wanted = self.value()
        return queryset.filter(in_state(wanted, self.seen())) if wanted in STATES else queryset


class QuestionStateFilter(StateFilter):
    """Filters questions by their state. A retired question is in no other state."""

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [*super().lookups(request, model_admin), ("retired", "Retired")]

    def seen(self) -> Q:
        return Q(question_set__lesson__published__lte=timezone.now())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not self.value():
            return queryset
        retired = self.value() == "retired"
        return super().queryset(request, queryset).filter(retired=retired)
