"""The page of a question in the panel: drafts, what the linter says, and the preview."""

from typing import Any

from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest

from packs.draft import draft_of
from packs.findings import findings
from quizzes.models import Question
from studio.writing import copies
from studio.writing.drafts import DraftsAdmin
from studio.writing.preview import LOOKS, Look, preview_context


class AuthoringAdmin(DraftsAdmin):
    """For questions. A draft may be half finished; what learners see must be whole."""

    preview_template = "studio/preview.html"
    looks = LOOKS
    copied = "This is the copy, a draft. Give it a name of its own."

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

    def copy_of(self, row: Question) -> Question:
        return copies.copy_of(row)
