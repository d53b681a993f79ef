"""The order of questions in a set, and of lessons in a course: one step up or down at a time."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from studio.writing.states import state_of
from versions.record import keep, record
from versions.snapshot import lock

MOST = 200  # rows on the page; a longer list is searched, not sorted by hand
WAYS = {"up": -1, "down": 1}


def moved(rows: Sequence[Any], key: int, by: int) -> list[Any]:
    """The rows whose position is another once one of them has moved; none where it can't."""
    order = list(rows)
    at = next((place for place, row in enumerate(order) if row.pk == key), -1)
    if at < 0 or not 0 <= at + by < len(order):
        return []
    order.insert(at + by, order.pop(at))
    changed = [(row, place) for place, row in enumerate(order) if row.position != place]
    for row, place in changed:
        row.position = place
    return [row for row, _ in changed]


class OrderAdmin(admin.ModelAdmin):
    """A page that lists what the row holds, in its order."""

    held: type[Model]

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(require_POST(self.order_view))
        name = f"{self.opts.app_label}_{self.opts.model_name}_order"
        return [path("<int:pk>/order/", view, name=name), *super().get_urls()]

    def rows_of(self, row: Any) -> QuerySet[Any]:
        raise NotImplementedError

    def may_order(self, request: HttpRequest) -> bool:
        return request.user.has_perm(f"{self.held._meta.app_label}.change_{self.held_name}")

    @property
    def held_name(self) -> str:
        return str(self.held._meta.model_name)

    @transaction.atomic
    def order_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Move one of them, named by the button that was pressed."""
        row = get_object_or_404(self.model, pk=pk)
        if not self.may_order(request):
            raise PermissionDenied
        lock(row)
        for way, by in WAYS.items():
            key = request.POST.get(way, "")
            if key.isdecimal():
                self.move(request, row, int(key), way, by)
        page = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[pk])
        return HttpResponseRedirect(f"{page}#order")

    def move(self, request: HttpRequest, row: Any, key: int, way: str, by: int) -> None:
        rows = list(self.rows_of(row))
        changed = moved(rows, key, by)
        if not changed:
            return
        keep(changed)
        for one in changed:
            one.save(update_fields=["position"])
        [named] = [one for one in rows if one.pk == key]
        record(changed, request.user, f"{named} was moved {way}.")
        self.log_change(request, row, f"Moved {named} {way}.")

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if row := context["original"]:
            rows = list(self.rows_of(row)[: MOST + 1])
            context["ordered"] = {
                "rows": [(one, state_of(one)) for one in rows[:MOST]],
                "more": len(rows) > MOST,
                "may": self.may_order(request),
                "opts": self.held._meta,
                "action": f"admin:{self.opts.app_label}_{self.opts.model_name}_order",
                "page": f"admin:{self.held._meta.app_label}_{self.held_name}_change",
            }
        return super().render_change_form(request, context, *args, **kwargs)
