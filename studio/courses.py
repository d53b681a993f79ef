"""The instructor's panel: courses, lessons and their texts."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Case, Count, QuerySet, TextField, When
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.text import capfirst

from learn.models import Course, Lesson, Page
from learn.modes import MODES


class TextArea(forms.CharField):
    """Browsers send CRLF and packs have LF: a text that nobody edits stays as it is."""

    widget = forms.Textarea

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "strip": False})

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n")


def text_area(rows: int) -> dict[Any, Any]:
    """For `formfield_overrides`."""
    widget = forms.Textarea(attrs={"rows": rows, "cols": 90})
    return {TextField: {"form_class": TextArea, "widget": widget}}


MOST_ROWS = 20


class RowsInline(admin.options.InlineModelAdmin):
    """Empty rows come by a button; without JavaScript, as many as the address asks for."""

    extra = 0

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        asked = request.GET.get("rows", "")
        return min(int(asked), MOST_ROWS) if asked.isdecimal() and len(asked) < 3 else self.extra


class NamedFormSet(BaseInlineFormSet):
    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if delete := form.fields.get("DELETE"):
            delete.widget.attrs["aria-label"] = f"Delete {form.instance}"


class TableInline(RowsInline, admin.TabularInline):
    """Django's, with a name for each field: a heading above a column is none to a screen reader."""

    formset = NamedFormSet

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field:
            field.widget.attrs.setdefault("aria-label", capfirst(db_field.verbose_name))
        return field


class LessonFormSet(NamedFormSet):
    """A lesson that begins here has no text yet: it is a draft."""

    def save_new(self, form: Any, commit: bool = True) -> Lesson:
        form.instance.published = None
        lesson: Lesson = super().save_new(form, commit)
        return lesson


class LessonInline(TableInline):
    model = Lesson
    formset = LessonFormSet
    fields = ["position", "slug", "title", "minutes"]
    show_change_link = True


@admin.register(Course)
class CourseAdmin(admin.ModelAdmin):
    list_display = ["title", "slug", "lessons"]
    search_fields = ["title", "slug"]
    prepopulated_fields = {"slug": ["title"]}
    inlines = [LessonInline]
    formfield_overrides = text_area(rows=3)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Course]:
        courses: QuerySet[Course] = super().get_queryset(request)
        return courses.annotate(lesson_count=Count("lessons"))

    def lessons(self, course: Course) -> int:
        return course.lesson_count  # type: ignore[attr-defined,no-any-return]


class PageInline(RowsInline, admin.StackedInline):
    model = Page
    formfield_overrides = text_area(rows=20)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Page]:
        """In the order of the modes, as learners find them."""
        places = [When(mode=mode, then=place) for place, mode in enumerate(MODES)]
        pages: QuerySet[Page] = super().get_queryset(request)
        return pages.order_by(Case(*places, default=len(places)), "pk")


@admin.register(Lesson)
class LessonAdmin(admin.ModelAdmin):
    list_display = ["title", "course", "position", "minutes"]
    list_filter = ["course"]
    search_fields = ["title", "slug", "pages__text"]
    prepopulated_fields = {"slug": ["title"]}
    inlines = [PageInline]
    formfield_overrides = text_area(rows=3)
