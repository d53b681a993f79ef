"""The instructor's panel: question sets, and questions with choices, hints and steps."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest

from quizzes.kinds import KINDS
from quizzes.models import Choice, Hint, Question, QuestionSet, Step


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
        choices = {choice.key: choice.value() for choice in kept}
        if len(choices) < 2:
            raise ValidationError("A question needs two choices or more.")
        if problems := KINDS[self.instance.kind or "choice"].problems(choices):
            raise ValidationError(problems)


class ChoiceInline(admin.StackedInline):
    model = Choice
    formset = ChoiceFormSet
    fields = [("position", "key", "right"), "text", "why"]
    extra = 0


class HintInline(admin.TabularInline):
    model = Hint
    fields = ["position", "text"]
    extra = 0


class StepInline(admin.TabularInline):
    model = Step
    fields = ["position", "title", "text"]
    extra = 0


@admin.register(Question)
class QuestionAdmin(admin.ModelAdmin):
    list_display = ["slug", "question_set", "level", "kind", "position", "retired", "answered"]
    list_filter = ["question_set__lesson", "level", "kind", "retired"]
    list_select_related = ["question_set__lesson"]
    search_fields = ["slug", "prompt", "choices__text"]
    inlines = [ChoiceInline, HintInline, StepInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Question]:
        questions: QuerySet[Question] = super().get_queryset(request)
        return questions.annotate(answer_count=Count("answers"))

    @admin.display(description="answers")
    def answered(self, question: Question) -> int:
        return question.answer_count  # type: ignore[attr-defined,no-any-return]


@admin.register(QuestionSet)
class QuestionSetAdmin(admin.ModelAdmin):
    list_display = ["title", "lesson", "mode", "try_cost", "hint_cost"]
    list_filter = ["lesson__course"]
    list_select_related = ["lesson"]
