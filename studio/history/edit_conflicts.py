"""Two who have the same row open: who saves second is told what the first one did, and loses
nothing of what they wrote."""

from datetime import UTC, datetime
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db import transaction
from django.db.models import Model, Q
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from studio.history.entries import Entry, between, entries, now, whole_of, with_people
from versions.record import by_model, keep, versions_of
from versions.snapshot import Whole, fingerprint, lock, mark

# The fields of the form: what stood when it was opened, and what it says that stands now.
OPENED, MINE = "_opened", "_mine"
SINCE = 5  # changes that are told of, at most
REFUSED = (
    "Nothing was saved: somebody changed this since you opened it. What you wrote is still in the "
    "form below."
)


class Clash:
    """What happened to a row since a form with it was opened."""

    def __init__(self, row: Model, opened: str, stands: str, since: list[Entry]) -> None:
        self.stands, self.since = stands, since
        self.base = base_of(row, opened)
        self.difference = between(self.base, now(row)) if self.base else None


class Refused:
    """A form that is not saved, whatever is in it."""

    def full_clean(self) -> None:
        super().full_clean()  # type: ignore[misc]
        self.add_error(None, REFUSED)  # type: ignore[attr-defined]


class GuardedAdmin(admin.ModelAdmin):
    """Refuses to save what was not made of what stands now. Needs HistoryAdmin beside it."""

    change_form_template = "admin/quizzes/change_form.html"

    def stands(self, row: Model) -> str:
        """The mark of all that the row's page shows."""
        return fingerprint(row)

    def _changeform_view(
        self, request: HttpRequest, object_id: str | None, form_url: str, extra_context: Any
    ) -> HttpResponse:
        """Within the transaction of a POST."""
        row = self.get_object(request, unquote(object_id)) if object_id else None
        if row is None:
            return self.untouched(request, object_id, form_url, extra_context)
        if request.method != "POST" or not self.has_change_permission(request, row):
            context = {"opened": opened_now(self.stands(row)), **(extra_context or {})}
            return self.untouched(request, object_id, form_url, context)
        lock(row)
        opened, _, moment = request.POST.get(OPENED, "").partition("-")
        stands = self.stands(row)
        context = {"opened": f"{opened}-{moment}", **(extra_context or {})}
        if opened == stands:
            return self.untouched(request, object_id, form_url, context)
        clash = Clash(row, opened, stands, self.since(row, moment))
        context["clash"] = clash
        return self.clashing(request, row, clash, form_url, context)

    def untouched(self, *args: Any) -> HttpResponse:
        return super()._changeform_view(*args)  # type: ignore[misc,no-any-return]

    def clashing(
        self, request: HttpRequest, row: Model, clash: Clash, form_url: str, context: Any
    ) -> HttpResponse:
        """The form is worked off as on what it was made of; only its own saving stays."""
        request.refused = request.POST.get(MINE) != clash.stands  # type: ignore[attr-defined]
        keep(self.changed_with(row))  # type: ignore[attr-defined]
        request.kept = True  # type: ignore[attr-defined]
        if clash.base:
            clash.base.put_parts()
        response = self.untouched(request, str(row.pk), form_url, context)
        if response.status_code != 302:
            response.render()  # type: ignore[attr-defined]
            transaction.set_rollback(True)
        return response

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **options: Any
    ) -> type[ModelForm]:
        form = super().get_form(request, obj, change, **options)
        if getattr(request, "refused", False):
            return type(form.__name__, (Refused, form), {})
        return form

    def since(self, row: Model, moment: str) -> list[Entry]:
        """What was done since, newest first, and no more than a few of it."""
        found: list[Entry] = []
        for model, keys in by_model(self.changed_with(row)).items():  # type: ignore[attr-defined]
            newer = Q(revision__date_created__gt=read_moment(moment))
            changed = versions_of(model, keys).filter(newer).values_list("object_id", flat=True)
            for key in list(dict.fromkeys(changed[:100]))[:SINCE]:
                versions = with_people(versions_of(model, [key]))
                found += entries(versions[: SINCE + 1], versions.filter(newer)[:SINCE].count())
        return sorted(found, key=lambda entry: entry.when, reverse=True)[:SINCE]


def opened_now(stands: str) -> str:
    return f"{stands}-{timezone.now().timestamp():.3f}"


def read_moment(text: str) -> datetime:
    """From the form, which may say anything: then it was long ago."""
    try:
        return datetime.fromtimestamp(float(text), UTC)
    except (ValueError, OverflowError, OSError):
        return datetime(2000, 1, 1, tzinfo=UTC)


def base_of(row: Model, opened: str) -> Whole | None:
    """The row as it was when the form was opened, where that was kept."""
    for version in versions_of(type(row), [row.pk])[: 10 * SINCE]:
        if mark(version.serialized_data) == opened:
            return whole_of(version)
    return None
