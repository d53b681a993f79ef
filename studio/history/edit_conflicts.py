"""Two instructors edit the same row at the same time. The one who saves second sees what the first
one changed, and keeps their own text in the form."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.contrib.admin.utils import unquote
from django.db import transaction
from django.db.models import Model, Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from learn.course_versions import one_new_version
from studio.history.entries import (
    Difference,
    Entry,
    difference_between,
    make_entries,
    with_people,
)
from studio.tools import Tool, View
from versions.record import keep_current, keys_by_model, versions_of
from versions.snapshot import Snapshot, digest, lock_course, snapshot_of, stored_snapshot

# Form fields: the fingerprint of the row when the form was opened, and the fingerprint of the
# row that the author agrees to overwrite.
OPENED, MINE = "_opened", "_mine"
SINCE = 5  # changes that are listed, at most
REFUSED = (
    "Nothing was saved: somebody changed this since you opened it. What you wrote is still in the "
    "form below."
)


@dataclass(frozen=True)
class EditConflict:
    """What happened to a row since its form was opened.

    `stands` is the fingerprint of the row as it is now. `opened` is the row as it was when the form
    was opened, where a version of that was kept. `is_accepted`: the author saw this conflict and
    saves all the same.
    """

    stands: str
    opened: Snapshot | None
    difference: Difference | None
    since: list[Entry]
    is_accepted: bool


class EditConflicts(Tool):
    """For `WrittenAdmin`. Keeps a version of the row before a form changes it. Refuses to save a
    form that was opened before the latest change."""

    template = "studio/history/clash.html"
    parts = ("style", "top", "submit")

    def wrap_form_view(self, view: View) -> View:
        def checked(request: HttpRequest, object_id: str | None, *args: Any) -> HttpResponse:
            row = self.admin.get_object(request, unquote(object_id)) if object_id else None
            if row is None:
                return view(request, object_id, *args)
            if request.method == "POST" and self.admin.has_change_permission(request, row):
                return self.save(request, row, view, *args)
            form_url, context = args
            moment = f"{timezone.now().timestamp():.3f}"
            opened = f"{self.admin.fingerprint(row)}-{moment}"
            return view(request, object_id, form_url, {"opened": opened, **(context or {})})

        return checked

    @one_new_version()
    def save(
        self, request: HttpRequest, row: Model, view: View, form_url: str, context: Any
    ) -> HttpResponse:
        """Where there is a conflict, the parts that the row had when the form was opened are put
        back first, since the form names them. Unless the form is saved, all of that is undone."""
        lock_course(row)
        opened, _, moment = request.POST.get(OPENED, "").partition("-")
        conflict = self.find_conflict(request, row, opened, moment)
        keep_current(self.admin.changed_with(row))
        context = {"opened": f"{opened}-{moment}", **(context or {})}
        if conflict:
            context["clash"] = conflict
            # Django passes only the request to `get_form`, so the request carries the conflict.
            request.edit_conflict = conflict  # type: ignore[attr-defined]
            if conflict.opened:
                conflict.opened.put_parts()
        response = view(request, str(row.pk), form_url, context)
        if response.status_code != 302:
            if conflict:
                response.render()  # type: ignore[attr-defined]
            transaction.set_rollback(True)
        return response

    def get_form(self, request: HttpRequest, form: type[Any]) -> type[Any]:
        conflict: EditConflict | None = getattr(request, "edit_conflict", None)
        return form if conflict is None or conflict.is_accepted else refusing(form)

    def find_conflict(
        self, request: HttpRequest, row: Model, opened: str, moment: str
    ) -> EditConflict | None:
        stands = self.admin.fingerprint(row)
        if opened == stands:
            return None
        before = opened_snapshot(row, opened)
        return EditConflict(
            stands=stands,
            opened=before,
            difference=difference_between(before, stored_snapshot(row)) if before else None,
            since=self.entries_since(row, moment),
            is_accepted=request.POST.get(MINE) == stands,
        )

    def entries_since(self, row: Model, moment: str) -> list[Entry]:
        """The changes since `moment`, newest first, `SINCE` at most."""
        entries: list[Entry] = []
        for model, keys in keys_by_model(self.admin.changed_with(row)).items():
            newer = Q(revision__date_created__gt=parse_moment(moment))
            changed = versions_of(model, keys).filter(newer).values_list("object_id", flat=True)
            for key in list(dict.fromkeys(changed[:100]))[:SINCE]:
                versions = with_people(versions_of(model, [key]))
                count = versions.filter(newer)[:SINCE].count()
                entries += make_entries(versions[: SINCE + 1], count)
        return sorted(entries, key=lambda entry: entry.when, reverse=True)[:SINCE]


def refusing(form: type[Any]) -> type[Any]:
    """A subclass of the form that is never valid."""

    class RefusingForm(form):
        def full_clean(self) -> None:
            super().full_clean()
            self.add_error(None, REFUSED)

    return RefusingForm


def parse_moment(text: str) -> datetime:
    """When the form was opened. What is no moment counts as long ago."""
    try:
        return datetime.fromtimestamp(float(text), UTC)
    except (ValueError, OverflowError, OSError):
        return datetime(2000, 1, 1, tzinfo=UTC)


def opened_snapshot(row: Model, opened: str) -> Snapshot | None:
    """The row with the digest `opened`, where a version of it was kept."""
    for version in versions_of(type(row), [row.pk])[: 10 * SINCE]:
        if digest(version.serialized_data) == opened:
            return snapshot_of(version)
    return None
