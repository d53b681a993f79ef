"""The forms of a question, and of its choices, hints and steps."""

from collections.abc import Sequence

import msgspec
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet

from packs.draft import form_draft
from packs.findings import blocking_findings
from quizzes.kinds import KINDS
from quizzes.models import Choice, Hint, Step
from quizzes.schema import SUMMARY, Proof
from studio.writing.ordering import PlacedForm
from studio.writing.publish import REFUSED, DraftForm
from studio.writing.rows import RowsInline, text_area


class ChoiceFormSet(BaseInlineFormSet):
    """The choices of a question. A published question must be one that can be answered.

    `siblings` are the formsets of all parts of the question, including this one.
    """

    siblings: Sequence[BaseInlineFormSet] = ()

    def clean(self) -> None:
        super().clean()
        if any(self.errors) or self.instance.published is None or self.instance.retired:
            return  # the fields have their own errors, and a draft is not checked
        findings = blocking_findings(form_draft(self.instance, self.siblings or [self]))
        if messages := [f"{finding.label}: {finding.message}" for finding in findings]:
            raise ValidationError([*messages, REFUSED])


class PartInline(RowsInline):
    """A choice, hint or step."""

    form = PlacedForm
    formfield_overrides = text_area(rows=3)


class ChoiceInline(PartInline, admin.StackedInline):
    model = Choice
    formset = ChoiceFormSet
    fields = [("position", "key", "right", "last", "gap"), "text", "match", "why"]


class HintInline(PartInline, admin.StackedInline):
    model = Hint
    fields = ["position", "text"]


class StepInline(PartInline, admin.StackedInline):
    model = Step
    fields = [("position", "title"), "text"]


class QuestionForm(DraftForm):
    beside = "question_set"

    def full_clean(self) -> None:
        """Checks the kind after everything else, so that the preview can show it all the same.
        A form that was not sent is not checked."""
        super().full_clean()
        question = self.instance
        if not (self.is_bound and question.kind and question.question_set_id):
            return
        if message := KINDS[question.kind].misplacement(question.question_set.behaviour):
            self.add_error("kind", message)

    def clean_proof(self) -> str:
        text = str(self.cleaned_data["proof"])
        try:
            if text:
                msgspec.json.decode(text, type=Proof)
        except msgspec.MsgspecError as error:
            raise ValidationError(f"This is no proof: {error}.") from error
        return text

    def clean_slug(self) -> str:
        slug = str(self.cleaned_data["slug"])
        if slug == SUMMARY:
            raise ValidationError("This is the name of the summary. Choose another.")
        return slug
