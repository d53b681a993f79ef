"""The history of a row in the panel: what was changed when and by whom, and the way back."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe
from reversion.models import Version

from studio.history.entries import between, entries, now, read, whole_of, with_people
from studio.history.restore import NotPossible, bring_back, lost_with, recover
from versions.record import keep, keep_gone, record, versions_of
from versions.snapshot import fingerprint, lock, standing

PER_PAGE = 10
READ_WRITE = require_http_methods(["GET", "HEAD", "POST"])
# What the page showed as standing now, when the button was pressed.
SHOWN = "shown"


class HistoryAdmin(admin.ModelAdmin):
    """Whatever is saved, logged or deleted here leaves a version."""

    change_list_template = "studio/history/change_list.html"

    def get_urls(self) -> list[Any]:
        view, name = self.admin_site.admin_view, f"{self.opts.app_label}_{self.opts.model_name}"
        return [
            path(
                "<int:pk>/history/<int:version>/",
                view(READ_WRITE(self.version_view)),
                name=f"{name}_version",
            ),
            path("recover/", view(require_safe(self.recoverlist_view)), name=f"{name}_recoverlist"),
            path(
                "recover/<int:version>/",
                view(READ_WRITE(self.recover_view)),
                name=f"{name}_recover",
            ),
            *super().get_urls(),
        ]

    # --- Versions ------------------------------------------------------------------------------

    def changed_with(self, row: Model) -> Iterable[Model]:
        """The rows that the row's own page changes."""
        return [row]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if change and not getattr(request, "kept", False):
            keep(self.changed_with(obj))
        super().save_model(request, obj, form, change)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        if hasattr(formset, "deleted_forms"):
            rows = [one.instance for one in formset.deleted_forms if one.instance.pk]
            keep_gone(rows, request.user, f"Deleted on the page of {form.instance}.")
        super().save_formset(request, form, formset, change)

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        entry = super().log_addition(request, obj, message)
        record(self.changed_with(obj), request.user, entry.get_change_message())
        return entry

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        entry = super().log_change(request, obj, message)
        record(self.changed_with(obj), request.user, entry.get_change_message())
        return entry

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        keep_gone([obj], request.user, "Deleted.")
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        with transaction.atomic():
            keep_gone(queryset, request.user, "Deleted.")
            super().delete_queryset(request, queryset)

    # --- Pages ---------------------------------------------------------------------------------

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        row = self.get_object(request, object_id)
        if row is None:
            return HttpResponseRedirect(reverse("admin:index"))
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        versions = with_people(versions_of(self.model, [row.pk]))
        page = Paginator(versions, PER_PAGE).get_page(request.GET.get("p"))
        # One more, for what the last one changed.
        start = PER_PAGE * (page.number - 1)
        found = list(versions[start : start + PER_PAGE + 1])
        unkept = self.unkept(row, found, page.number)
        context = {"page": page, "entries": entries(found, PER_PAGE), "unkept": unkept}
        return self.history_page(request, "history.html", f"History: {row}", row, **context)

    def unkept(self, row: Model, found: list[Version], page: int) -> Any:
        """What was changed since the newest version by other means than the panel."""
        if page > 1 or not found or found[0].serialized_data == (stands := standing(row)):
            return None
        return between(whole_of(found[0]), read(stands))

    def version_view(self, request: HttpRequest, pk: int, version: int) -> HttpResponse:
        """What would change if it came back (GET), and bringing it back (POST)."""
        row = get_object_or_404(self.model, pk=pk)
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        found = get_object_or_404(with_people(versions_of(self.model, [pk])), pk=version)
        error = ""
        if request.method == "POST":
            if not self.has_change_permission(request, row):
                raise PermissionDenied
            try:
                return self.brought_back(request, row, found)
            except NotPossible as reason:
                error = str(reason)
        was, stands = whole_of(found), now(row)
        context = {
            "version": found,
            "revision": found.revision,
            "difference": between(stands, was),
            "shown": fingerprint(row),
            "may": self.has_change_permission(request, row),
            "error": error,
        }
        return self.history_page(request, "version.html", f"Bring back: {row}", row, **context)

    @transaction.atomic
    def brought_back(self, request: HttpRequest, row: Model, version: Version) -> HttpResponse:
        lock(row)
        if request.POST.get(SHOWN) != fingerprint(row):
            message = "It was changed since this page was opened. Nothing was done: look once more."
            raise NotPossible(message)
        keep([row])
        whole = whole_of(version)
        told = bring_back(whole)
        when = timezone.localtime(version.revision.date_created)
        words = f"Brought back as it was on {when:%d %b %Y %H:%M}."
        self.log_change(request, whole.object, words)
        return self.back_at(request, whole.object, [words, told])

    def recoverlist_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        versions = with_people(Version.objects.get_deleted(self.model).order_by("-pk"))
        page = Paginator(versions, 5 * PER_PAGE).get_page(request.GET.get("p"))
        title = f"Deleted {self.opts.verbose_name_plural}"
        return self.history_page(request, "deleted.html", title, None, page=page)

    def recover_view(self, request: HttpRequest, version: int) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        deleted = Version.objects.get_deleted(self.model)
        found = get_object_or_404(with_people(deleted), pk=version)
        error = ""
        lost = lost_with(found)
        may = all(may_add(request, one._model) for one in lost)
        if request.method == "POST":
            if not may:
                raise PermissionDenied
            try:
                return self.recovered(request, found)
            except NotPossible as reason:
                error = str(reason)
        with_it = [f"{one._model._meta.verbose_name} {one}" for one in lost[1:]]
        context = {
            "version": found,
            "revision": found.revision,
            "difference": between(None, whole_of(found)),
            "with_it": with_it,
            "may": may,
            "error": error,
        }
        return self.history_page(request, "version.html", f"Recover: {found}", None, **context)

    @transaction.atomic
    def recovered(self, request: HttpRequest, version: Version) -> HttpResponse:
        rows, told = recover(version)
        words = "Recovered." if len(rows) == 1 else f"Recovered, with {len(rows) - 1} below it."
        record(rows, request.user, words, always=True)
        self.log_change(request, rows[0], words)
        return self.back_at(request, rows[0], [words, *told])

    def back_at(self, request: HttpRequest, row: Model, told: list[str]) -> HttpResponse:
        done, *drafts = told
        self.message_user(request, done, messages.SUCCESS)
        for words in filter(None, drafts):
            self.message_user(request, words, messages.WARNING)
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        return HttpResponseRedirect(reverse(name, args=[row.pk]))

    def history_page(
        self, request: HttpRequest, template: str, title: str, row: Model | None, **context: Any
    ) -> HttpResponse:
        shared = {**self.admin_site.each_context(request), "opts": self.opts}
        found = f"studio/history/{template}"
        status = 422 if context.get("error") else 200
        told = {**shared, "title": title, "original": row, **context}
        return TemplateResponse(request, found, told, status=status)


def may_add(request: HttpRequest, model: type[Model]) -> bool:
    return request.user.has_perm(f"{model._meta.app_label}.add_{model._meta.model_name}")
