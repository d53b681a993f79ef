"""Moves questions in their set, and lessons in their course, one step up or down."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern

from learn.course_versions import one_new_version
from learn.models import Course, Lesson
from quizzes.models import Question, QuestionSet
from studio.tools import WRITE, Tool
from studio.writing.states import state_of, with_content
from versions.record import keep_current, record_versions
from versions.snapshot import lock_course

MOST = 200  # rows on the page, at most
STEPS = {"up": -1, "down": 1}


def move_row(rows: Sequence[Any], key: int, step: int) -> list[Any]:
    """Move the row with this key by `step` (-1 or 1) and number the rows anew. Nothing is saved.
    Returns the rows whose position changed; an empty list where the row can't move."""
    order = list(rows)
    start = next((place for place, row in enumerate(order) if row.pk == key), -1)
    if start < 0 or not 0 <= start + step < len(order):
        return []
    order.insert(start + step, order.pop(start))
    changed = [(row, place) for place, row in enumerate(order) if row.position != place]
    for row, place in changed:
        row.position = place
    return [row for row, _ in changed]


class Order(Tool):
    """A list of the rows that belong to a row, in their order, with buttons to move each."""

    template = "studio/order.html"
    parts = ("end",)
    held: type[Model]

    def get_held(self, row: Any) -> QuerySet[Any]:
        """The rows that belong to `row`, in their order."""
        raise NotImplementedError

    def get_urls(self) -> list[URLPattern]:
        return [self.path("<int:pk>/order/", self.view, "order", WRITE)]

    def is_allowed(self, request: HttpRequest) -> bool:
        held = self.held._meta
        return request.user.has_perm(f"{held.app_label}.change_{held.model_name}")

    def get_context(self, request: HttpRequest, row: Any) -> dict[str, Any] | None:
        if row is None:
            return None
        rows = list(self.get_held(row)[: MOST + 1])
        ordered = {
            "rows": [(held, state_of(held)) for held in rows[:MOST]],
            "more": len(rows) > MOST,
            "may": self.is_allowed(request),
            "opts": self.held._meta,
            "url": self.url("order", row.pk),
        }
        return {"ordered": ordered}

    @one_new_version()
    def view(self, request: HttpRequest, row: Model) -> HttpResponse:
        """Move one of the rows by one step. The button that was pressed names it."""
        lock_course(row)
        for direction, step in STEPS.items():
            key = request.POST.get(direction, "")
            if key.isdecimal():
                self.move(request, row, int(key), direction, step)
        return HttpResponseRedirect(f"{self.url('change', row.pk)}#order")

    def move(self, request: HttpRequest, row: Any, key: int, direction: str, step: int) -> None:
        rows = list(self.get_held(row))
        changed = move_row(rows, key, step)
        if not changed:
            return
        keep_current(changed)
        for held in changed:
            held.save(update_fields=["position"])
        [moved] = [held for held in rows if held.pk == key]
        record_versions(changed, request.user, f"{moved} was moved {direction}.")
        self.admin.log_change(request, row, f"Moved {moved} {direction}.")


class OrderQuestions(Order):
    held = Question

    def get_held(self, row: QuestionSet) -> QuerySet[Question]:
        return row.questions.order_by("position", "pk")


class OrderLessons(Order):
    held = Lesson

    def get_held(self, row: Course) -> QuerySet[Lesson]:
        return with_content(row.lessons.order_by("position", "pk"))
