"""The history of a row in the panel: who changed what and when, and how to bring it back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern
from django.utils import timezone
from reversion.models import Version

from learn.course_versions import one_new_version
from studio.history.entries import Difference, difference_between, make_entries, with_people
from studio.history.faults import find_fault
from studio.tools import READ_WRITE, Link, Tool
from versions.record import keep_current, record_versions, versions_of
from versions.restore import NotPossible, deleted_with, recover, restore
from versions.snapshot import (
    fingerprint,
    lock_course,
    parse_snapshot,
    snapshot_of,
    stored_snapshot,
    stored_text,
)

PER_PAGE = 10
# The form field with the fingerprint of the row when the page was opened.
SHOWN = "shown"


class History(Tool):
    """For `WrittenAdmin`, which keeps the versions. Django has the URL of the history already."""

    def get_urls(self) -> list[URLPattern]:
        version = "<int:pk>/history/<int:version>/"
        return [
            self.path(version, self.version_view, "version", READ_WRITE),
            self.path("recover/", self.deleted_view, "recoverlist"),
            self.path("recover/<int:version>/", self.recover_view, "recover", READ_WRITE),
        ]

    def get_list_links(self, request: HttpRequest) -> list[Link]:
        return [Link("Deleted", self.url("recoverlist"))]

    def view(self, request: HttpRequest, row: Model) -> HttpResponse:
        """The versions of the row, newest first, each with its difference to the one before."""
        versions = with_people(versions_of(self.model, [row.pk]))
        page = Paginator(versions, PER_PAGE).get_page(request.GET.get("p"))
        # One more than the page lists, to compare its last version with.
        start = PER_PAGE * (page.number - 1)
        of_page = list(versions[start : start + PER_PAGE + 1])
        unkept = unkept_difference(row, of_page[0]) if of_page and page.number == 1 else None
        context = {"page": page, "entries": make_entries(of_page, PER_PAGE), "unkept": unkept}
        template = "studio/history/history.html"
        return self.page(request, template, f"History: {row}", row, **context)

    def version_view(self, request: HttpRequest, row: Model, version: int) -> HttpResponse:
        """Show what would change if this version came back (GET), or bring it back (POST)."""
        versions = with_people(versions_of(self.model, [row.pk]))
        chosen = get_object_or_404(versions, pk=version)
        may, error = self.admin.has_change_permission(request, row), ""
        if request.method == "POST":
            if not may:
                raise PermissionDenied
            try:
                return self.bring_back(request, row, chosen)
            except NotPossible as reason:
                error = str(reason)
        context = {
            "version": chosen,
            "revision": chosen.revision,
            "difference": difference_between(stored_snapshot(row), snapshot_of(chosen)),
            "shown": fingerprint(row),
            "may": may,
            "error": error,
        }
        template = "studio/history/version.html"
        return self.page(request, template, f"Bring back: {row}", row, **context)

    @one_new_version()
    def bring_back(self, request: HttpRequest, row: Model, version: Version) -> HttpResponse:
        lock_course(row)
        if request.POST.get(SHOWN) != fingerprint(row):
            message = "It was changed since this page was opened. Nothing was done: look once more."
            raise NotPossible(message)
        keep_current([row])
        snapshot = snapshot_of(version)
        note = restore(snapshot, find_fault)
        when = timezone.localtime(version.revision.date_created)
        words = f"Brought back as it was on {when:%d %b %Y %H:%M}."
        self.admin.log_change(request, snapshot.object, words)
        return self.open_restored(request, snapshot.object, words, [note])

    def deleted_view(self, request: HttpRequest) -> HttpResponse:
        """The rows that were deleted and can be recovered."""
        versions = with_people(Version.objects.get_deleted(self.model).order_by("-pk"))
        page = Paginator(versions, 5 * PER_PAGE).get_page(request.GET.get("p"))
        title = f"Deleted {self.opts.verbose_name_plural}"
        return self.page(request, "studio/history/deleted.html", title, page=page)

    def recover_view(self, request: HttpRequest, version: int) -> HttpResponse:
        """Show what would come back with a deleted row (GET), or bring it back (POST)."""
        deleted = with_people(Version.objects.get_deleted(self.model))
        chosen = get_object_or_404(deleted, pk=version)
        lost, error = deleted_with(chosen), ""
        may = all(may_add(request, other._model) for other in lost)
        if request.method == "POST":
            if not may:
                raise PermissionDenied
            try:
                return self.recover(request, chosen)
            except NotPossible as reason:
                error = str(reason)
        context = {
            "version": chosen,
            "revision": chosen.revision,
            "difference": difference_between(None, snapshot_of(chosen)),
            "with_it": [f"{other._model._meta.verbose_name} {other}" for other in lost[1:]],
            "may": may,
            "error": error,
        }
        template = "studio/history/version.html"
        return self.page(request, template, f"Recover: {chosen}", **context)

    @one_new_version()
    def recover(self, request: HttpRequest, version: Version) -> HttpResponse:
        rows, notes = recover(version, find_fault)
        words = "Recovered." if len(rows) == 1 else f"Recovered, with {len(rows) - 1} below it."
        record_versions(rows, request.user, words, always=True)
        self.admin.log_change(request, rows[0], words)
        return self.open_restored(request, rows[0], words, notes)

    def open_restored(
        self, request: HttpRequest, row: Model, done: str, notes: list[str]
    ) -> HttpResponse:
        self.admin.message_user(request, done, messages.SUCCESS)
        for note in filter(None, notes):
            self.admin.message_user(request, note, messages.WARNING)
        return self.open_row(row)


def unkept_difference(row: Model, newest: Version) -> Difference | None:
    """The change since the newest version that was made outside the panel. None where nothing
    was changed."""
    text = stored_text(row)
    if newest.serialized_data == text:
        return None
    return difference_between(snapshot_of(newest), parse_snapshot(text))


def may_add(request: HttpRequest, model: type[Model]) -> bool:
    return bool(request.user.has_perm(f"{model._meta.app_label}.add_{model._meta.model_name}"))
