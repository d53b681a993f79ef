"""The instructor's switches: the whole site's engine, and the lab."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst

from engines import circuit_breaker, site_engine
from engines.engine import Engine
from engines.models import SiteEngine
from engines.registry import ENGINES
from engines.session_counts import count_sessions
from lab.models import LabSettings


class SiteEngineForm(forms.ModelForm):
    name = forms.ChoiceField(
        label="Engine",
        widget=forms.RadioSelect,
        help_text=(
            "Each session moves there at its next request, with all that is in it. Where it can't "
            "(the engine is down, or a cookie is too small) it stays, and its page says why. "
            "A learner may move on to another engine afterwards."
        ),
    )

    class Meta:
        model = SiteEngine
        fields = ["name"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["name"]
        field.choices = [
            (engine.name, f"{engine.name}: {engine.place}") for engine in ENGINES.values()
        ]
        self.initial.setdefault("name", site_engine.current_choice().engine.name)

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"])
        engine = ENGINES[name]
        if not circuit_breaker.ask(engine):
            message = f"{name} does not answer, so nothing was changed. {engine.remedy}"
            raise ValidationError(message)
        return name


class OneRowAdmin(admin.ModelAdmin):
    """For a model with at most one row. Its list redirects to the row, or to the form to add it."""

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        row = self.model._default_manager.first()
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}"
        if row:
            return HttpResponseRedirect(reverse(f"{name}_change", args=[row.pk]))
        if self.has_add_permission(request):
            return HttpResponseRedirect(reverse(f"{name}_add"))
        return super().changelist_view(request, extra_context)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and not self.model._default_manager.exists()

    def get_model_perms(self, request: HttpRequest) -> dict[str, bool]:
        return {
            **super().get_model_perms(request),
            "add": False,
        }  # the name of the model leads to the form already

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        context = {
            "title": capfirst(str(self.opts.verbose_name)),
            "show_save_and_add_another": False,
            "show_save_and_continue": False,
            **(extra_context or {}),
        }
        return super().changeform_view(request, object_id, form_url, context)

    def response_post_save_add(self, request: HttpRequest, obj: Any) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse("admin:index"))

    response_post_save_change = response_post_save_add


@admin.register(SiteEngine)
class SiteEngineAdmin(OneRowAdmin):
    form = SiteEngineForm
    change_form_template = "studio/site_engine/change_form.html"

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """A valid choice first gets a page that says what will happen and asks to confirm it."""
        if request.method == "POST" and "_confirmed" not in request.POST:
            row = self.get_object(request, object_id) if object_id else None
            may = (
                self.has_change_permission(request, row)
                if row
                else self.has_add_permission(request)
            )
            form = self.get_form(request, row, change=bool(row))(request.POST, instance=row)
            if may and form.is_valid():
                return self.confirm(request, ENGINES[form.cleaned_data["name"]])
        context = {**(extra_context or {}), "census": count_sessions()}
        return super().changeform_view(request, object_id, form_url, context)

    def confirm(self, request: HttpRequest, engine: Engine) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": f"Move the whole site to {engine.name}?",
            "opts": self.opts,
            "engine": engine,
            "now": site_engine.current_choice().engine,
            "seconds": site_engine.REFRESH_SECONDS,
            "cookies": engine.in_cookie,
            "census": count_sessions(),
            "back": request.path,
        }
        return TemplateResponse(request, "studio/site_engine/confirm.html", context)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # sessions compare their number with that of the choice

    def response_add(self, request: HttpRequest, obj: Any, *args: Any) -> HttpResponse:
        """`save_model` has told what happens, so Django's own message is left out."""
        return self.response_post_save_add(request, obj)

    response_change = response_add

    def save_model(self, request: HttpRequest, obj: SiteEngine, form: Any, change: bool) -> None:
        choice = site_engine.choose_site_engine(ENGINES[obj.name])
        obj.pk, obj.turn = 1, choice.turn
        messages.info(
            request,
            f"New sessions are kept in {obj.name} from now on, and each other one moves there at "
            f"its next request. Every process of the server knows within "
            f"{site_engine.REFRESH_SECONDS} seconds.",
        )


@admin.register(LabSettings)
class LabSettingsAdmin(OneRowAdmin):
    fields = ["is_open"]

    def save_model(self, request: HttpRequest, obj: LabSettings, form: Any, change: bool) -> None:
        obj.pk = 1
        super().save_model(request, obj, form, change)
