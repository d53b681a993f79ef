"""What the pages of a question and of a lesson share besides the preview: drafts, and copies."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model
from django.forms.models import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from quizzes.authoring.framing import PreviewAdmin
from quizzes.authoring.states import state_of

# The button that puts a row out now, and the one that takes it back.
PUBLISH, WITHDRAW = "_publish", "_withdraw"


class DraftForm(ModelForm):
    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if {PUBLISH, WITHDRAW} & set(self.data):
            self.instance.published = timezone.now() if PUBLISH in self.data else None


class DraftsAdmin(PreviewAdmin):
    """`copied`: what is said of a copy once it is made; `copy_label`: on the button."""

    form = DraftForm
    change_form_template = "admin/quizzes/written_form.html"
    copied, copy_label = "", "Duplicate"

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(require_POST(self.copies_view))
        return [path("<int:pk>/copies/", view, name=self.address("copies")), *super().get_urls()]

    def address(self, name: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{name}"

    def copy_of(self, row: Any, request: HttpRequest) -> Model:
        """Another row, a draft that says the same."""
        raise NotImplementedError

    def may_copy(self, request: HttpRequest) -> bool:
        return self.has_add_permission(request)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        row = context["original"]
        context |= {"state": state_of(row), "copy_label": self.copy_label}
        if row and self.may_copy(request):
            context["copies"] = reverse(f"admin:{self.address('copies')}", args=[row.pk])
        return super().render_change_form(request, context, *args, **kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"published": None, **super().get_changeform_initial_data(request)}

    def response_add(self, request: HttpRequest, obj: Any, *args: Any) -> HttpResponse:
        if {PUBLISH, WITHDRAW} & set(request.POST):
            return self.response_change(request, obj)
        return super().response_add(request, obj, *args)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        if not {PUBLISH, WITHDRAW} & set(request.POST):
            return super().response_change(request, obj)
        seen = state_of(obj) == "published"
        words = "Learners see it from now on." if seen else "Learners don't see it."
        self.message_user(request, f"Saved. {words}", messages.SUCCESS)
        return HttpResponseRedirect(reverse(f"admin:{self.address('change')}", args=[obj.pk]))

    def copies_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Make a copy, and open it."""
        if not self.may_copy(request):
            raise PermissionDenied
        row = get_object_or_404(self.model, pk=pk)
        with transaction.atomic():
            made = self.copy_of(row, request)
            self.log_addition(request, made, f"Copied from {row}.")
        self.message_user(request, self.copied)
        return HttpResponseRedirect(reverse(f"admin:{self.address('change')}", args=[made.pk]))
