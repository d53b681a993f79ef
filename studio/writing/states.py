"""The state of a lesson or a question: draft, scheduled, published or retired."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from learn.publishing import is_published, published_now

STATES: dict[str, Callable[[], Q]] = {
    "draft": lambda: Q(published=None),
    "scheduled": lambda: Q(published__gt=timezone.now()),
    "published": published_now,
}


def state_of(row: Any) -> str:
    """`retired`, or one of `STATES`. A row that is not saved yet (None) is a draft."""
    if row and getattr(row, "retired", False):
        return "retired"
    if row is None or row.published is None:
        return "draft"
    return "published" if is_published(row.published) else "scheduled"


class StateFilter(admin.SimpleListFilter):
    """Filters lessons by their state."""

    title, parameter_name = "state", "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(name, name.capitalize()) for name in STATES]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        wanted = STATES.get(self.value() or "")
        return queryset.filter(wanted()) if wanted else queryset


class QuestionStateFilter(StateFilter):
    """Filters questions by their state. A retired question is in no other state."""

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [*super().lookups(request, model_admin), ("retired", "Retired")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not self.value():
            return queryset
        retired = self.value() == "retired"
        return super().queryset(request, queryset).filter(retired=retired)
