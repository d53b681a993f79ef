"""The instructor's panel: courses, lessons and their texts."""

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from learn.models import Course, Lesson, Page

admin.site.site_header = "Stateful: instructors"
admin.site.site_title = "Stateful"
admin.site.index_title = "Courses, lessons, questions"


class LessonInline(admin.TabularInline):
    model = Lesson
    fields = ["position", "slug", "title", "minutes"]
    extra = 0
    show_change_link = True


@admin.register(Course)
class CourseAdmin(admin.ModelAdmin):
    list_display = ["title", "slug", "lessons"]
    search_fields = ["title", "slug"]
    prepopulated_fields = {"slug": ["title"]}
    inlines = [LessonInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Course]:
        courses: QuerySet[Course] = super().get_queryset(request)
        return courses.annotate(lesson_count=Count("lessons"))

    def lessons(self, course: Course) -> int:
        return course.lesson_count  # type: ignore[attr-defined,no-any-return]


class PageInline(admin.StackedInline):
    model = Page
    extra = 0


@admin.register(Lesson)
class LessonAdmin(admin.ModelAdmin):
    list_display = ["title", "course", "position", "minutes"]
    list_filter = ["course"]
    search_fields = ["title", "slug", "pages__text"]
    prepopulated_fields = {"slug": ["title"]}
    inlines = [PageInline]
