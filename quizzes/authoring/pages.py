"""The page of a question in the panel: drafts, what the linter says, and the preview."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from quizzes.authoring import copies
from quizzes.authoring.draft import draft_of
from quizzes.authoring.findings import findings
from quizzes.authoring.framing import PreviewAdmin
from quizzes.authoring.preview import LOOKS, Look, preview_context
from quizzes.authoring.states import state_of
from quizzes.models import Question

# The button that puts a question out now, and the one that takes it back.
PUBLISH, WITHDRAW = "_publish", "_withdraw"


class AuthoringAdmin(PreviewAdmin):
    """For questions. A draft may be half finished; what learners see must be whole."""

    change_form_template = "admin/quizzes/question/change_form.html"
    preview_template = "quizzes/preview.html"
    looks = LOOKS

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(require_POST(self.copies_view))
        return [path("<int:pk>/copies/", view, name="quizzes_question_copies"), *super().get_urls()]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"published": None, **super().get_changeform_initial_data(request)}

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context["state"] = state_of(context["original"])
        return super().render_change_form(request, context, *args, **kwargs)

    def previewed(
        self, request: HttpRequest, form: Any, formsets: list[BaseInlineFormSet], look: Look
    ) -> dict[str, Any]:
        draft = draft_of(form.instance, formsets)
        context = preview_context(request, draft, look)
        return {**context, "findings": findings(draft), "fits": draft.item is not None}

    def _create_formsets(self, request: HttpRequest, obj: Any, change: bool) -> Any:
        """The choices are judged with hints and steps, which only their siblings know."""
        formsets, instances = super()._create_formsets(request, obj, change)  # type: ignore[misc]
        for formset in formsets:
            formset.siblings = formsets
        return formsets, instances

    def response_add(self, request: HttpRequest, obj: Question, *args: Any) -> HttpResponse:
        if {PUBLISH, WITHDRAW} & set(request.POST):
            return self.response_change(request, obj)
        return super().response_add(request, obj, *args)

    def response_change(self, request: HttpRequest, obj: Question) -> HttpResponse:
        if not {PUBLISH, WITHDRAW} & set(request.POST):
            return super().response_change(request, obj)
        words = (
            "Learners see it from now on."
            if obj.is_asked
            else "It is a draft: learners don't see it."
        )
        self.message_user(request, f"Saved. {words}", messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:quizzes_question_change", args=[obj.pk]))

    def copies_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Make a draft that says the same, and open it."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        question = get_object_or_404(Question, pk=pk)
        copy = copies.copy_of(question)
        self.log_addition(request, copy, f"Copied from {question}.")
        self.message_user(request, "This is the copy, a draft. Give it a name of its own.")
        return HttpResponseRedirect(reverse("admin:quizzes_question_change", args=[copy.pk]))
