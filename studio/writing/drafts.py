"""What the pages of a question and of a lesson share besides the preview: they are drafts first."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from studio.writing.copying import CopiesAdmin
from studio.writing.ordering import PlacedForm
from studio.writing.preview_admin import PreviewAdmin
from studio.writing.states import state_of

# The button that puts a row out now, and the one that takes it back.
PUBLISH, WITHDRAW = "_publish", "_withdraw"


# Said where learners would see what the linter refuses.
REFUSED = "Nothing was saved yet. Mend this, or save it as a draft."


class DraftForm(PlacedForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if field := self.fields.get("published"):  # none where one may only look
            zone = timezone.get_current_timezone_name()
            field.help_text = f"{field.help_text} The time is that of {zone}."

    @cached_property
    def changed_data(self) -> list[str]:
        """The buttons change what no field of the form says."""
        changed: list[str] = super().changed_data
        pressed = {PUBLISH, WITHDRAW} & set(self.data)
        if pressed and (PUBLISH in pressed or self.initial.get("published")):
            return list(dict.fromkeys([*changed, "published"]))
        return changed

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if {PUBLISH, WITHDRAW} & set(self.data):
            self.instance.published = timezone.now() if PUBLISH in self.data else None


class DraftsAdmin(CopiesAdmin, PreviewAdmin):
    form = DraftForm
    change_form_template = "studio/written_form.html"

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context["state"] = state_of(context["original"])
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
