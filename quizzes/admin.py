"""The instructor's panel: question sets, and questions with choices, hints and steps."""

import msgspec
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.forms.models import BaseInlineFormSet, ModelForm
from django.http import HttpRequest

from learn.admin import text_area
from quizzes import proofs
from quizzes.analysis.pages import QuestionAnalysisAdmin, SetAnalysisAdmin
from quizzes.items import Proof
from quizzes.kinds import KINDS, misplaced, problems
from quizzes.models import Choice, Hint, Question, QuestionSet, Step
from quizzes.packs.rules import reading_problem
from quizzes.sittings import SUMMARY


class ChoiceFormSet(BaseInlineFormSet):
    """The choices of a question must make one that can be answered."""

    def clean(self) -> None:
        super().clean()
        kept = [
            form.instance
            for form in self.forms
            if form.has_changed() or form.instance.pk
            if not form.cleaned_data.get("DELETE") and form.instance.key
        ]
        if any(self.errors):
            return
        if self.instance.kind not in KINDS:
            return  # its own field says so
        choices = {choice.key: choice.value() for choice in sorted(kept, key=in_order)}
        item = self.instance.item_of(choices)
        found = [*problems(item), *proofs.problems(item)]
        if messages := [message for _place, message in found]:
            raise ValidationError(messages)


def in_order(choice: Choice) -> tuple[int, bool, int]:
    """As the rows will come back: by position, and new ones last."""
    return choice.position, choice.pk is None, choice.pk or 0


class PartInline(admin.options.InlineModelAdmin):
    """A choice, hint or step."""

    extra = 0
    formfield_overrides = text_area(rows=3)


class ChoiceInline(PartInline, admin.StackedInline):
    model = Choice
    formset = ChoiceFormSet
    fields = [("position", "key", "right", "gap"), "text", "why"]


class HintInline(PartInline, admin.TabularInline):
    model = Hint
    fields = ["position", "text"]


class StepInline(PartInline, admin.StackedInline):
    model = Step
    fields = [("position", "title"), "text"]


class QuestionForm(ModelForm):
    def clean(self) -> None:
        super().clean()
        question_set = self.cleaned_data.get("question_set")
        if not question_set:
            return
        kind = self.cleaned_data.get("kind")
        if kind and (message := misplaced(kind, question_set.behaviour)):
            self.add_error("kind", message)
        texts = dict(question_set.lesson.pages.values_list("mode", "text"))
        for place in self.cleaned_data.get("read", "").split():
            if message := reading_problem(place, texts):
                self.add_error("read", message)

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


@admin.register(Question)
class QuestionAdmin(QuestionAnalysisAdmin):
    form = QuestionForm
    formfield_overrides = text_area(rows=6)
    list_display = [
        *("slug", "question_set", "level", "kind", "position", "retired", "answered", "analysis")
    ]
    list_filter = ["question_set__lesson", "level", "kind", "retired"]
    list_select_related = ["question_set__lesson"]
    search_fields = ["slug", "prompt", "choices__text"]
    inlines = [ChoiceInline, HintInline, StepInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Question]:
        questions: QuerySet[Question] = super().get_queryset(request)
        # By key: an answer that its learner took along to another browser is one answer.
        return questions.annotate(answer_count=Count("answers__key", distinct=True))

    @admin.display(description="answers")
    def answered(self, question: Question) -> int:
        return question.answer_count  # type: ignore[attr-defined,no-any-return]


@admin.register(QuestionSet)
class QuestionSetAdmin(SetAnalysisAdmin):
    list_display = ["title", "lesson", "mode", "behaviour", "try_cost", "hint_cost", "analysis"]
    list_filter = ["lesson__course"]
    list_select_related = ["lesson"]
