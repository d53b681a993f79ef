"""The button that copies a row, on the row's page."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from quizzes.models import QuestionSet
from studio.writing import copies
from versions.record import below, record
from versions.snapshot import lock


class CopiesAdmin(admin.ModelAdmin):
    """`copied`: what is said of a copy once it is made; `copy_label`: on the button; `copies_with`:
    what else one must be allowed to, as the copy takes it along."""

    copied, copy_label = "", "Duplicate"
    copies_with: tuple[str, ...] = ()

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(require_POST(self.copies_view))
        return [path("<int:pk>/copies/", view, name=self.address("copies")), *super().get_urls()]

    def address(self, name: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{name}"

    def copy_of(self, row: Any) -> Model:
        """Another row, a draft that says the same. Raises `NoRoom`."""
        raise NotImplementedError

    def may_copy(self, request: HttpRequest) -> bool:
        return self.has_add_permission(request) and request.user.has_perms(self.copies_with)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        row = context["original"]
        if row and self.may_copy(request):
            address = reverse(f"admin:{self.address('copies')}", args=[row.pk])
            context |= {"copies": address, "copy_label": self.copy_label}
        return super().render_change_form(request, context, *args, **kwargs)

    def copies_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Make a copy, and open it."""
        if not self.may_copy(request):
            raise PermissionDenied
        row = get_object_or_404(self.model, pk=pk)
        try:
            made = self.made(request, row)
        except copies.NoRoom as reason:
            self.message_user(request, str(reason), messages.ERROR)
            return self.opened(row)
        self.message_user(request, self.copied)
        return self.opened(made)

    @transaction.atomic
    def made(self, request: HttpRequest, row: Model) -> Model:
        lock(row)  # so that the next one to copy sees which names are taken
        copy, words = self.copy_of(row), f"Copied from {row}."
        record(below(copy), request.user, words)
        self.log_addition(request, copy, words)
        return copy

    def opened(self, row: Model) -> HttpResponse:
        return HttpResponseRedirect(reverse(f"admin:{self.address('change')}", args=[row.pk]))


class SetCopiesAdmin(CopiesAdmin):
    """For question sets, which are no drafts themselves: without questions that are out, learners
    see none."""

    copied = (
        "This is the copy, with all its questions as drafts. Give it a title, and the lesson and "
        "mode where it belongs."
    )
    copy_label = "Duplicate, with its questions"
    copies_with = ("quizzes.add_question",)

    def copy_of(self, row: QuestionSet) -> QuestionSet:
        return copies.copy_of_set(row)
