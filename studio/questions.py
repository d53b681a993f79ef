"""Questions in the panel, each with its choices, hints and steps."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from learn.markdown import opening
from quizzes.models import Question, QuestionSet
from studio.analysis import QuestionAnalysis, analysis
from studio.history.edit_conflicts import EditConflicts
from studio.history.history import History
from studio.writing.copying import CopyQuestion
from studio.writing.lists import AnsweredFilter, MendFilter, QuestionList, search
from studio.writing.publish import Publish
from studio.writing.publish_actions import publish, withdraw
from studio.writing.question_forms import ChoiceInline, HintInline, QuestionForm, StepInline
from studio.writing.question_preview import QuestionPreview
from studio.writing.rows import text_area
from studio.writing.states import QuestionStateFilter, state_of
from studio.written_admin import WrittenAdmin


@admin.register(Question)
class QuestionAdmin(WrittenAdmin):
    tools = [EditConflicts, History, QuestionPreview, QuestionAnalysis, Publish, CopyQuestion]
    form = QuestionForm
    formfield_overrides = text_area(rows=4)
    list_display = ["asked", "state", "where", "level", "called", "answered", analysis]
    list_filter = [
        *(QuestionStateFilter, "question_set__lesson", "level", "kind", "question_set__behaviour"),
        *(AnsweredFilter, MendFilter),
    ]
    actions = [publish, withdraw]
    search_fields = [
        "slug"
    ]  # `search` looks at more; without a field here Django shows no search box
    inlines = [ChoiceInline, HintInline, StepInline]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Fields that few questions use are folded where this question leaves them empty."""

        def part(title: str | None, names: list[Any], folded: bool = False) -> Any:
            return title, {"fields": names, "classes": ["collapse"] if folded else []}

        given = obj or Question()
        of_typing = given.tolerance is None and not given.capitals
        of_kind = not (given.code or given.text) and of_typing
        return [
            part(
                None, ["question_set", ("slug", "level", "kind"), "title", "prompt", "order_kept"]
            ),
            part(
                "For gaps and typed answers",
                ["code", "text", "typed", "tolerance", "capitals"],
                of_kind,
            ),
            part("When it is answered", ["check_text", "mistakes", "read"]),
            part("What proves it", ["proof"], not given.proof),
            part("When it is asked", ["published", ("position", "retired")]),
        ]

    def _create_formsets(self, request: HttpRequest, obj: Any, change: bool) -> Any:
        """Gives the formset of the choices the others, since it validates the question as a whole.
        No public method of Django sees all formsets of a form before they are validated."""
        formsets, instances = super()._create_formsets(request, obj, change)  # type: ignore[misc]
        for formset in formsets:
            formset.siblings = formsets
        return formsets, instances

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        # The name of a set names its lesson. This saves a query for each set.
        sets = {"queryset": QuestionSet.objects.select_related("lesson")}
        return super().formfield_for_foreignkey(db_field, request, **{**sets, **kwargs})

    def get_queryset(self, request: HttpRequest) -> QuerySet[Question]:
        questions: QuerySet[Question] = super().get_queryset(request)
        return questions.select_related("question_set__lesson")

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[QuestionList]:
        return QuestionList

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Question], search_term: str
    ) -> tuple[QuerySet[Question], bool]:
        return search(queryset, search_term), False

    @admin.display(description="question", ordering="slug")
    def asked(self, question: Question) -> SafeString:
        prompt = Truncator(opening(question.prompt)).chars(70)
        return format_html("{}<br><small>{}</small>", question.slug, prompt)

    @admin.display(description="set", ordering="question_set")
    def where(self, question: Question) -> str:
        return str(question.question_set)

    @admin.display(description="kind", ordering="kind")
    def called(self, question: Question) -> str:
        return question.kind

    @admin.display(description="answers")
    def answered(self, question: Question) -> int:
        return question.answer_count  # type: ignore[attr-defined,no-any-return]

    @admin.display(ordering="published")
    def state(self, question: Question) -> str:
        return state_of(question)
