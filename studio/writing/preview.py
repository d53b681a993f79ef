"""A preview of a row as learners see it, in a frame beside the row's form."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model
from django.forms import BaseModelForm
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern
from django.utils.csp import CSP
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override

from studio.tools import READ_WRITE, Tool, View

# Only the page of a row may frame its preview. No form in the frame can be sent.
PAGE_CSP = {**settings.SECURE_CSP, "frame-src": [CSP.SELF]}
FRAME_CSP = {
    **settings.SECURE_CSP,
    "frame-ancestors": [CSP.SELF],
    "form-action": [CSP.NONE],
}


class Preview(Tool):
    """A frame with the preview of the row, and a choice of the states that it can show."""

    template = "studio/preview_panel.html"
    parts = ("style", "head", "beside")
    page_template = ""

    def get_looks(self) -> Mapping[str, Any]:
        """The states that can be shown, by name. Each has a `name` and a `label`."""
        raise NotImplementedError

    def get_preview(
        self, request: HttpRequest, form: Any, formsets: list[BaseInlineFormSet], look: Any
    ) -> dict[str, Any]:
        """The context of the preview of what is in the forms, in the state `look`."""
        raise NotImplementedError

    def get_urls(self) -> list[URLPattern]:
        view = xframe_options_sameorigin(csp_override(FRAME_CSP)(self.view))
        return [
            self.path("preview/", view, "preview", READ_WRITE),
            self.path("<int:pk>/preview/", view, "preview_of", READ_WRITE),
        ]

    def wrap_form_view(self, view: View) -> View:
        return csp_override(PAGE_CSP)(view)

    def get_context(self, request: HttpRequest, row: Any) -> dict[str, Any]:
        return {
            "preview": self.url("preview_of", row.pk) if row else self.url("preview"),
            "looks": list(self.get_looks().values()),
            # The preview takes the room of Django's sidebar.
            "is_nav_sidebar_enabled": False,
        }

    def is_allowed(self, request: HttpRequest) -> bool:
        return True  # `may_look` decides, by the method and the row

    def view(self, request: HttpRequest, row: Model | None = None) -> HttpResponse:
        """The row as the form has it (POST), or as it is saved (GET). Nothing is saved."""
        if not self.may_look(request, row):
            raise PermissionDenied
        looks = self.get_looks()
        name = request.POST.get("look") or request.GET.get("look", "")
        look = looks.get(name, next(iter(looks.values())))
        with transaction.atomic():
            form, formsets = self.get_forms(request, row)
            context = self.get_preview(request, form, formsets, look)
            transaction.set_rollback(True)  # nothing of it is kept
        return TemplateResponse(request, self.page_template, {"look": look, **context})

    def may_look(self, request: HttpRequest, row: Model | None) -> bool:
        if row is None:
            return bool(self.admin.has_add_permission(request))
        if request.method == "POST" and not self.admin.has_change_permission(request, row):
            return False
        return bool(self.admin.has_view_permission(request, row))

    def get_forms(
        self, request: HttpRequest, row: Any
    ) -> tuple[BaseModelForm, list[BaseInlineFormSet]]:
        data = request.POST if request.method == "POST" else None
        form = self.admin.get_form(request, row, change=row is not None)(data, instance=row)
        form.is_valid()  # this puts the valid values into its instance
        formsets = [
            formset(data, instance=form.instance, prefix=formset.get_default_prefix())
            for formset, _ in self.admin.get_formsets_with_inlines(request, row)
        ]
        return form, formsets
