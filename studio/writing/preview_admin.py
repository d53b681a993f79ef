"""What the pages of a question and of a lesson share: a preview beside the form, in a frame."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model
from django.forms import BaseModelForm
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.csp import CSP
from django.utils.decorators import method_decorator
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override

# The page frames its preview, and nothing else does. Nothing is sent from there.
FRAMING = {**settings.SECURE_CSP, "frame-src": [CSP.SELF]}
FRAMED = {
    **settings.SECURE_CSP,
    "frame-ancestors": [CSP.SELF],
    "form-action": [CSP.NONE],
}


class PreviewAdmin(admin.ModelAdmin):
    """`looks`: what can be looked at, by name, each with a `name` and a `label`."""

    looks: Mapping[str, Any]
    preview_template = ""

    def get_urls(self) -> list[Any]:
        view, name = self.admin_site.admin_view(self.preview_view), self.preview_name
        return [
            path("preview/", view, name=name),
            path("<int:pk>/preview/", view, name=f"{name}_of"),
            *super().get_urls(),
        ]

    @property
    def preview_name(self) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_preview"

    def previewed(
        self, request: HttpRequest, form: Any, formsets: list[BaseInlineFormSet], look: Any
    ) -> dict[str, Any]:
        """The context of the preview, of what the forms hold."""
        raise NotImplementedError

    @method_decorator(csp_override(FRAMING))
    def changeform_view(self, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().changeform_view(*args, **kwargs)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        row = context["original"]
        name = f"admin:{self.preview_name}"
        address = reverse(f"{name}_of", args=[row.pk]) if row else reverse(name)
        # The list of pages gives its room to the preview; the way back is above the title.
        context |= {"preview": address, "looks": list(self.looks.values())}
        context |= {"is_nav_sidebar_enabled": False}
        return super().render_change_form(request, context, *args, **kwargs)

    @method_decorator([xframe_options_sameorigin, csp_override(FRAMED)])
    def preview_view(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        """The row as the form has it (POST), or as it is saved (GET). Nothing is saved."""
        row = get_object_or_404(self.model, pk=pk) if pk else None
        if not self.may_look(request, row):
            raise PermissionDenied
        asked = request.POST.get("look") or request.GET.get("look", "")
        look = self.looks.get(asked, next(iter(self.looks.values())))
        with transaction.atomic():
            form, formsets = self.forms_of(request, row)
            context = self.previewed(request, form, formsets, look)
            transaction.set_rollback(True)  # looking leaves no trace
        return TemplateResponse(request, self.preview_template, {"look": look, **context})

    def may_look(self, request: HttpRequest, row: Model | None) -> bool:
        if row is None:
            return self.has_add_permission(request)
        if request.method == "POST" and not self.has_change_permission(request, row):
            return False
        return self.has_view_permission(request, row)

    def forms_of(
        self, request: HttpRequest, row: Any
    ) -> tuple[BaseModelForm, list[BaseInlineFormSet]]:
        data = request.POST if request.method == "POST" else None
        made = self.get_form(request, row, change=row is not None)
        form = made(data, instance=row)
        form.is_valid()  # which puts what can be read into its instance
        formsets = [
            formset(data, instance=form.instance, prefix=formset.get_default_prefix())
            for formset, _ in self.get_formsets_with_inlines(request, row)
        ]
        return form, formsets
