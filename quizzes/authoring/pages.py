"""The page of a question in the panel: drafts, what the linter says, and the preview."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.csp import CSP
from django.utils.decorators import method_decorator
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_POST

from learn.publishing import out
from quizzes.authoring import copies
from quizzes.authoring.draft import Draft, draft_of
from quizzes.authoring.findings import findings
from quizzes.authoring.preview import LOOKS, preview_context
from quizzes.models import Question

# The page of a question frames its preview, and nothing else does. Nothing is sent from there.
FRAMING = {**settings.SECURE_CSP, "frame-src": [CSP.SELF]}
FRAMED = {
    **settings.SECURE_CSP,
    "frame-ancestors": [CSP.SELF],
    "form-action": [CSP.NONE],
}
# The button that puts a question out now, and the one that takes it back.
PUBLISH, WITHDRAW = "_publish", "_withdraw"


class AuthoringAdmin(admin.ModelAdmin):
    """For questions. A draft may be half finished; what learners see must be whole."""

    change_form_template = "admin/quizzes/question/change_form.html"

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("preview/", view(self.preview_view), name="quizzes_question_preview"),
            path("<int:pk>/preview/", view(self.preview_view), name="quizzes_question_preview_of"),
            path(
                "<int:pk>/copies/",
                view(require_POST(self.copies_view)),
                name="quizzes_question_copies",
            ),
            *super().get_urls(),
        ]

    @method_decorator(csp_override(FRAMING))
    def changeform_view(self, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().changeform_view(*args, **kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"published": None, **super().get_changeform_initial_data(request)}

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        question = context["original"]
        address = (
            reverse("admin:quizzes_question_preview_of", args=[question.pk])
            if question
            else reverse("admin:quizzes_question_preview")
        )
        context |= {"preview": address, "looks": list(LOOKS.values()), "state": state_of(question)}
        return super().render_change_form(request, context, *args, **kwargs)

    @method_decorator([xframe_options_sameorigin, csp_override(FRAMED)])
    def preview_view(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        """The question as the form has it (POST), or as it is saved (GET). Nothing is saved."""
        question = get_object_or_404(Question, pk=pk) if pk else None
        allowed = (
            self.has_view_permission(request, question)
            if question
            else self.has_add_permission(request)
        )
        if not allowed or (request.method == "POST" and not self.may_write(request, question)):
            raise PermissionDenied
        look = LOOKS.get(request.POST.get("look") or request.GET.get("look", ""), LOOKS["fresh"])
        with transaction.atomic():
            draft = self.draft(request, question)
            context = preview_context(request, draft, look)
            found = findings(draft)
            transaction.set_rollback(True)  # looking leaves no trace
        context |= {"look": look, "findings": found, "fits": draft.item is not None}
        return TemplateResponse(request, "quizzes/preview.html", context)

    def may_write(self, request: HttpRequest, question: Question | None) -> bool:
        if question:
            return self.has_change_permission(request, question)
        return self.has_add_permission(request)

    def draft(self, request: HttpRequest, question: Question | None) -> Draft:
        data = request.POST if request.method == "POST" else None
        made = self.get_form(request, question, change=question is not None)
        form = made(data, instance=question)
        form.is_valid()  # which puts what can be read into its instance
        formsets = [
            formset(data, instance=form.instance, prefix=formset.get_default_prefix())
            for formset, _ in self.get_formsets_with_inlines(request, question)
        ]
        return draft_of(form.instance, formsets)

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


STATES: dict[str, Callable[[], Q]] = {
    "draft": lambda: Q(published=None, retired=False),
    "scheduled": lambda: Q(published__gt=timezone.now(), retired=False),
    "published": lambda: out() & Q(retired=False),
    "retired": lambda: Q(retired=True),
}


def state_of(question: Question | None) -> str:
    """As an author calls it: one of `STATES`."""
    if question and question.retired:
        return "retired"
    if question is None or question.published is None:
        return "draft"
    return "published" if question.is_asked else "scheduled"
