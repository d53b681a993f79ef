"""The instructor's panel: question sets, and questions with choices, hints and steps."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.forms.models import BaseInlineFormSet, ModelForm
from django.http import HttpRequest

from learn.admin import text_area
from quizzes.kinds import KINDS
from quizzes.models import Choice, Hint, Question, QuestionSet, Step
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
        choices = {choice.key: choice.value() for choice in kept}
        if len(choices) < 2:
            raise ValidationError("A question needs two choices or more.")
        problems = KINDS[self.instance.kind or "choice"].problems(choices)
        if messages := [message for _key, message in problems]:
            raise ValidationError(messages)


class PartInline(admin.options.InlineModelAdmin):
    """A choice, hint or step."""

    extra = 0
    formfield_overrides = text_area(rows=3)


class ChoiceInline(PartInline, admin.StackedInline):
    model = Choice
    formset = ChoiceFormSet
    fields = [("position", "key", "right"), "text", "why"]


class HintInline(PartInline, admin.TabularInline):
    model = Hint
    fields = ["position", "text"]


class StepInline(PartInline, admin.StackedInline):
    model = Step
    fields = [("position", "title"), "text"]


class QuestionForm(ModelForm):
    def clean_slug(self) -> str:
        slug = str(self.cleaned_data["slug"])
        if slug == SUMMARY:
            raise ValidationError("This is the name of the summary. Choose another.")
        return slug


@admin.register(Question)
class QuestionAdmin(admin.ModelAdmin):
    form = QuestionForm
    formfield_overrides = text_area(rows=6)
    list_display = ["slug", "question_set", "level", "kind", "position", "retired", "answered"]
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
class QuestionSetAdmin(admin.ModelAdmin):
    list_display = ["title", "lesson", "mode", "try_cost", "hint_cost"]
    list_filter = ["lesson__course"]
    list_select_related = ["lesson"]
