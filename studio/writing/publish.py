"""Lessons and questions begin as drafts. Buttons publish them, or make them drafts again."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property

from studio.tools import Tool
from studio.writing.ordering import PlacedForm
from studio.writing.states import state_of, why_unseen

# The names of the buttons: one publishes the row now, one makes it a draft.
PUBLISH, WITHDRAW = "_publish", "_withdraw"
# Added to the errors where a row would be published that the linter refuses.
REFUSED = "Nothing was saved yet. Mend this, or save it as a draft."


class DraftForm(PlacedForm):
    """The form of a row that may be a draft. The two buttons set its `published`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            self.initial.setdefault("published", None)
        if field := self.fields.get("published"):  # missing where the person may only view
            zone = timezone.get_current_timezone_name()
            field.help_text = f"{field.help_text} The time is that of {zone}."

    @cached_property
    def changed_data(self) -> list[str]:
        """Includes `published` where a button changes it, since the field itself is unchanged."""
        changed: list[str] = super().changed_data
        pressed = {PUBLISH, WITHDRAW} & set(self.data)
        if pressed and (PUBLISH in pressed or self.initial.get("published")):
            return list(dict.fromkeys([*changed, "published"]))
        return changed

    def full_clean(self) -> None:
        super().full_clean()
        if {PUBLISH, WITHDRAW} & set(self.data):
            self.instance.published = timezone.now() if PUBLISH in self.data else None


class Publish(Tool):
    template = "studio/publish.html"
    parts = ("state", "buttons")

    def get_context(self, request: HttpRequest, row: Any) -> dict[str, Any]:
        return {"state": state_of(row), "unseen": why_unseen(row)}

    def get_response(self, request: HttpRequest, row: Any) -> HttpResponse | None:
        """After one of the two buttons: back to the page of the row, with a message that says
        whether learners see it."""
        if not {PUBLISH, WITHDRAW} & set(request.POST):
            return None
        unseen, is_seen = why_unseen(row), state_of(row) == "published"
        words = "Learners see it from now on." if is_seen else "Learners don't see it."
        if unseen:
            words = f"Learners don't see it yet: {unseen}"
        level = messages.WARNING if unseen else messages.SUCCESS
        self.admin.message_user(request, f"Saved. {words}", level)
        return self.open_row(row)
