"""Lessons in the panel, each with its texts."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import ValidationError
from django.db.models import Case, QuerySet, When
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest

from learn.models import Lesson, Page
from learn.modes import MODES
from packs.draft import kept_forms
from packs.images import stored_page_problems
from studio.history.edit_conflicts import EditConflicts
from studio.history.history import History
from studio.writing.copying import CopyLesson
from studio.writing.lesson_preview import LessonPreview, mode_label
from studio.writing.publish import REFUSED, DraftForm, Publish
from studio.writing.rows import RowsInline, text_area
from studio.writing.states import StateFilter, lesson_url, state_of, with_content
from studio.written_admin import WrittenAdmin


class PageFormSet(BaseInlineFormSet):
    """The texts of a published lesson must pass the checks for texts in a pack."""

    def clean(self) -> None:
        super().clean()
        if any(self.errors) or self.instance.published is None:
            return  # the fields have their own errors, and a draft is not checked
        messages = [
            f"{mode_label(problem.file)}, line {problem.line}: {problem.message}"
            for page in kept_forms(self)
            for problem in stored_page_problems(page.instance.mode, page.instance.text)
        ]
        if messages:
            raise ValidationError([*messages, REFUSED])


class PageInline(RowsInline, admin.StackedInline):
    model = Page
    formset = PageFormSet
    formfield_overrides = text_area(rows=20)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Page]:
        """In the order of the modes, as learners find them."""
        numbers = [When(mode=mode, then=number) for number, mode in enumerate(MODES)]
        pages: QuerySet[Page] = super().get_queryset(request)
        return pages.order_by(Case(*numbers, default=len(numbers)), "pk")


class LessonList(ChangeList):
    def get_queryset(
        self, request: HttpRequest, exclude_parameters: Any = None
    ) -> QuerySet[Lesson]:
        return with_content(super().get_queryset(request, exclude_parameters))


class ModesField(forms.MultipleChoiceField):
    """The modes that a lesson should have, stored as their names with spaces between."""

    widget = forms.CheckboxSelectMultiple

    def prepare_value(self, value: Any) -> Any:
        return value.split() if isinstance(value, str) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)

    def clean(self, value: Any) -> str:
        return " ".join(super().clean(value))


class LessonForm(DraftForm):
    beside = "course"

    modes = ModesField(
        label="Which pages should this lesson have?",
        choices=[(mode.slug, mode.label) for mode in MODES.values()],
        required=False,
        help_text="The checks of the course say which of them are still missing. "
        "With none ticked, all are expected.",
    )


@admin.register(Lesson)
class LessonAdmin(WrittenAdmin):
    tools = [EditConflicts, History, LessonPreview, Publish, CopyLesson]
    form = LessonForm
    inlines = [PageInline]
    formfield_overrides = text_area(rows=3)
    prepopulated_fields = {"slug": ["title"]}
    list_display = ["title", "course", "position", "minutes", "state"]
    list_filter = [StateFilter, "course"]
    list_select_related = ["course"]
    search_fields = ["title", "slug", "pages__text"]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[LessonList]:
        return LessonList

    def get_view_on_site_url(self, obj: Lesson | None = None) -> str | None:
        return lesson_url(obj)

    @admin.display(ordering="published")
    def state(self, lesson: Lesson) -> str:
        return state_of(lesson)
