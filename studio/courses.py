"""Courses in the panel. The page of a course also edits its lessons."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest

from learn.models import Course, Lesson
from learn.publishing import shown_now
from studio.exchange.courses import ExportCourse, ImportCourse
from studio.history.edit_conflicts import EditConflicts
from studio.history.history import History
from studio.writing.offer import Offer
from studio.writing.order import OrderLessons
from studio.writing.rows import NamedFormSet, TableInline, text_area
from studio.writing.states import lesson_url, with_content
from studio.written_admin import WrittenAdmin
from versions.snapshot import digest


class LessonFormSet(NamedFormSet):
    """A lesson that is added here has no text yet, so it is saved as a draft."""

    def save_new(self, form: Any, commit: bool = True) -> Lesson:
        form.instance.published = None
        lesson: Lesson = super().save_new(form, commit)
        return lesson


class LessonInline(TableInline):
    model = Lesson
    formset = LessonFormSet
    fields = ["position", "slug", "title", "minutes"]
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Lesson]:
        return with_content(super().get_queryset(request))

    def get_view_on_site_url(self, obj: Lesson | None = None) -> str | None:
        return lesson_url(obj)


@admin.register(Course)
class CourseAdmin(WrittenAdmin):
    tools = [EditConflicts, History, ImportCourse, ExportCourse, Offer, OrderLessons]
    list_display = ["title", "slug", "lessons", "on_site"]
    search_fields = ["title", "slug"]
    prepopulated_fields = {"slug": ["title"]}
    inlines = [LessonInline]
    formfield_overrides = text_area(rows=3)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Course]:
        courses: QuerySet[Course] = super().get_queryset(request)
        shown = Lesson.objects.filter(shown_now(), course=OuterRef("pk")).order_by()
        count = shown.values("course").annotate(count=Count("pk")).values("count")
        return courses.annotate(
            lesson_count=Count("lessons"), shown_count=Coalesce(Subquery(count), 0)
        )

    def lessons(self, course: Course) -> int:
        return course.lesson_count  # type: ignore[attr-defined,no-any-return]

    @admin.display(description="learners see")
    def on_site(self, course: Course) -> int:
        return course.shown_count  # type: ignore[attr-defined,no-any-return]

    def changed_with(self, row: Course) -> list[Model]:  # type: ignore[override]
        return [row, *row.lessons.all()]

    def fingerprint(self, row: Course) -> str:  # type: ignore[override]
        lessons = Lesson.objects.filter(course=row).order_by("pk")
        listed = list(lessons.values_list("pk", "position", "slug", "title", "minutes"))
        return digest(f"{super().fingerprint(row)} {listed}")
