"""The instructor's switches: the whole site's engine, and the lab."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest

from engines import site
from engines.models import LabSettings, SiteEngine
from engines.registry import ENGINES


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
        self.initial.setdefault("name", site.chosen().engine.name)


@admin.register(SiteEngine)
class SiteEngineAdmin(admin.ModelAdmin):
    form = SiteEngineForm
    list_display = ["name", "turn", "changed"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and not SiteEngine.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # sessions count on the number of the choice

    def save_model(self, request: HttpRequest, obj: SiteEngine, form: Any, change: bool) -> None:
        choice = site.choose(ENGINES[obj.name])
        obj.pk, obj.turn = 1, choice.turn
        messages.info(
            request,
            f"New sessions are kept in {obj.name} from now on, and each other one moves there at "
            f"its next request. Every process of the server knows within {site.SECONDS} seconds.",
        )


@admin.register(LabSettings)
class LabSettingsAdmin(admin.ModelAdmin):
    """There is one row, made when it is first saved."""

    fields = ["is_open"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and not LabSettings.objects.exists()

    def save_model(self, request: HttpRequest, obj: LabSettings, form: Any, change: bool) -> None:
        obj.pk = 1
        super().save_model(request, obj, form, change)
