"""The instructor's panel: question sets, and questions with choices, hints and steps."""

from collections.abc import Sequence
from typing import Any

import msgspec
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model, QuerySet
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from learn.markdown import opening
from learn.models import Course, Lesson
from packs.draft import draft_of, saved
from packs.findings import blocking
from quizzes.kinds import KINDS
from quizzes.models import Choice, Hint, Question, QuestionSet, Step
from quizzes.schema import SUMMARY, Proof
from studio.analysis import QuestionAnalysisAdmin, SetAnalysisAdmin
from studio.courses import CourseAdmin, LessonAdmin, RowsInline, text_area
from studio.exchange import CourseExchangeAdmin, SetExchangeAdmin
from studio.history.edit_conflicts import GuardedAdmin
from studio.history.pages import HistoryAdmin
from studio.writing.copying import SetCopiesAdmin
from studio.writing.deleting import KeepsAnswersAdmin
from studio.writing.drafts import REFUSED, DraftForm
from studio.writing.lessons import LessonAuthoringAdmin
from studio.writing.lists import AnsweredFilter, MendFilter, QuestionList, searched
from studio.writing.order import OrderAdmin
from studio.writing.ordering import PlacedForm
from studio.writing.pages import AuthoringAdmin
from studio.writing.states import QuestionStateFilter, StateFilter, state_of
from versions.record import keep
from versions.snapshot import mark


class ChoiceFormSet(BaseInlineFormSet):
    """The choices of a question that learners see must make one that can be answered."""

    siblings: Sequence[BaseInlineFormSet] = ()

    def clean(self) -> None:
        super().clean()
        if any(self.errors) or self.instance.published is None or self.instance.retired:
            return  # fields say what is wrong with them, and a draft may be anything
        found = blocking(draft_of(self.instance, self.siblings or [self]))
        if messages := [f"{one.label}: {one.message}" for one in found]:
            raise ValidationError([*messages, REFUSED])


class PartInline(RowsInline):
    """A choice, hint or step."""

    form = PlacedForm
    formfield_overrides = text_area(rows=3)


class ChoiceInline(PartInline, admin.StackedInline):
    model = Choice
    formset = ChoiceFormSet
    fields = [("position", "key", "right", "gap"), "text", "why"]


class HintInline(PartInline, admin.StackedInline):
    model = Hint
    fields = ["position", "text"]


class StepInline(PartInline, admin.StackedInline):
    model = Step
    fields = [("position", "title"), "text"]


class QuestionForm(DraftForm):
    beside = "question_set"

    def _post_clean(self) -> None:
        """Afterwards, so that the preview has a kind to show."""
        super()._post_clean()
        question = self.instance
        if not (question.kind and question.question_set_id):
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


@admin.register(Question)
class QuestionAdmin(
    AuthoringAdmin, QuestionAnalysisAdmin, GuardedAdmin, HistoryAdmin, KeepsAnswersAdmin
):
    form = QuestionForm
    formfield_overrides = text_area(rows=4)
    list_display = ["asked", "state", "where", "level", "called", "answered", "analysis"]
    list_filter = [
        *(QuestionStateFilter, "question_set__lesson", "level", "kind", "question_set__behaviour"),
        *(AnsweredFilter, MendFilter),
    ]
    actions = ["publish", "withdraw"]
    list_select_related = ["question_set__lesson"]
    search_fields = ["slug"]  # and all that `searched` looks at
    inlines = [ChoiceInline, HintInline, StepInline]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """What few questions have is folded away where this one does not have it."""

        def part(title: str | None, names: list[Any], folded: bool = False) -> Any:
            return title, {"fields": names, "classes": ["collapse"] if folded else []}

        given = obj or Question()
        of_kind = not given.code and given.tolerance is None
        return [
            part(None, ["question_set", ("slug", "level", "kind"), "prompt"]),
            part("For gaps and numbers", ["code", "tolerance"], of_kind),
            part("When it is answered", ["check_text", "mistakes", "read"]),
            part("What proves it", ["proof"], not given.proof),
            part("When it is asked", ["published", ("position", "retired")]),
        ]

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        # A set is called by its lesson too: not one query for each of them.
        sets = {"queryset": QuestionSet.objects.select_related("lesson")}
        return super().formfield_for_foreignkey(db_field, request, **{**sets, **kwargs})

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[QuestionList]:
        return QuestionList

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Question], search_term: str
    ) -> tuple[QuerySet[Question], bool]:
        return searched(queryset, search_term), False

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

    @admin.action(description="Publish the chosen questions", permissions=["change"])
    @transaction.atomic
    def publish(self, request: HttpRequest, questions: QuerySet[Question]) -> None:
        """Those that the linter lets through; the others stay as they are, and it says why."""
        keep(questions)
        for question in questions:
            if found := blocking(saved(question)):
                words = f"Not published: {question}. {found[0].label}: {found[0].message}"
                self.message_user(request, words, messages.ERROR)
                continue
            question.published, question.retired = timezone.now(), False
            question.save(update_fields=["published", "retired"])
            self.log_change(request, question, "Published.")
            self.message_user(request, f"Published: {question}.", messages.SUCCESS)

    @admin.action(description="Make drafts of the chosen questions", permissions=["change"])
    @transaction.atomic
    def withdraw(self, request: HttpRequest, questions: QuerySet[Question]) -> None:
        keep(questions)
        for question in questions:
            question.published = None
            question.save(update_fields=["published"])
            self.log_change(request, question, "Made a draft.")
        self.message_user(request, f"{len(questions)} of them are drafts now.", messages.SUCCESS)


@admin.register(QuestionSet)
class QuestionSetAdmin(
    SetCopiesAdmin,
    OrderAdmin,
    SetExchangeAdmin,
    SetAnalysisAdmin,
    GuardedAdmin,
    HistoryAdmin,
    KeepsAnswersAdmin,
):
    held = Question
    list_display = ["title", "lesson", "mode", "behaves", "try_cost", "hint_cost", "analysis"]
    list_filter = ["lesson__course", "behaviour", "lesson"]
    list_select_related = ["lesson"]
    search_fields = ["title", "lesson__title", "lesson__slug"]

    @admin.display(description="behaviour", ordering="behaviour")
    def behaves(self, row: QuestionSet) -> str:
        return row.behaviour

    def rows_of(self, row: QuestionSet) -> QuerySet[Question]:
        return row.questions.order_by("position", "pk")


# What `learn` has for them knows no packs, and no history.
admin.site.unregister([Course, Lesson])


@admin.register(Course)
class PackAdmin(
    OrderAdmin, CourseExchangeAdmin, GuardedAdmin, HistoryAdmin, KeepsAnswersAdmin, CourseAdmin
):
    """A course, which is also a pack. Its page changes its lessons too."""

    held = Lesson

    def rows_of(self, row: Course) -> QuerySet[Lesson]:
        return row.lessons.order_by("position", "pk")

    def changed_with(self, row: Course) -> list[Model]:  # type: ignore[override]
        return [row, *row.lessons.all()]

    def stands(self, row: Course) -> str:  # type: ignore[override]
        lessons = Lesson.objects.filter(course=row).order_by("pk")
        listed = list(lessons.values_list("pk", "position", "slug", "title", "minutes"))
        return mark(f"{super().stands(row)} {listed}")


@admin.register(Lesson)
class LessonPagesAdmin(
    LessonAuthoringAdmin, GuardedAdmin, HistoryAdmin, KeepsAnswersAdmin, LessonAdmin
):
    """A lesson with its texts."""

    list_display = ["title", "course", "position", "minutes", "state"]
    list_filter = [StateFilter, "course"]
    list_select_related = ["course"]

    @admin.display(ordering="published")
    def state(self, lesson: Lesson) -> str:
        return state_of(lesson)
