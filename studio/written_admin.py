"""The admin of what authors write: courses, lessons, question sets and questions."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from learn.course_versions import one_new_version
from studio.history.history import History
from studio.studio_admin import StudioAdmin
from studio.writing.deleting import answers_in_the_way
from versions import snapshot
from versions.record import keep_deleted, record_versions


class WrittenAdmin(StudioAdmin):
    """Keeps a version of a row whenever it is saved, logged or deleted, and refuses to delete what
    learners have answered. Its `tools` must hold `History` and `EditConflicts`."""

    change_form_template = "studio/written_form.html"

    def changed_with(self, row: Model) -> Iterable[Model]:
        """The rows that the page of `row` can change."""
        return [row]

    def fingerprint(self, row: Model) -> str:
        """The digest of everything that the page of `row` can change."""
        return snapshot.fingerprint(row)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Shows the page of `History` at the URL that Django has for the history of a row."""
        row = self.get_object(request, object_id)
        if row is None:
            return HttpResponseRedirect(reverse("admin:index"))
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        [history] = [tool for tool in self.toolbox if isinstance(tool, History)]
        return history.view(request, row)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        if hasattr(formset, "deleted_forms"):
            rows = [part.instance for part in formset.deleted_forms if part.instance.pk]
            keep_deleted(rows, request.user, f"Deleted on the page of {form.instance}.")
        super().save_formset(request, form, formset, change)

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        entry = super().log_addition(request, obj, message)
        record_versions(self.changed_with(obj), request.user, entry.get_change_message())
        return entry

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        entry = super().log_change(request, obj, message)
        record_versions(self.changed_with(obj), request.user, entry.get_change_message())
        return entry

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        with one_new_version():
            keep_deleted([obj], request.user, "Deleted.")
            super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        with one_new_version():
            keep_deleted(queryset, request.user, "Deleted.")
            super().delete_queryset(request, queryset)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        if reason := answers_in_the_way(self.model, objs):
            return [], {}, set(), [reason]
        return super().get_deleted_objects(objs, request)
