"""The courses of this site, loaded once for each version of a course.

A page asks the database one thing: the course's version. The rest comes from memory.
"""

import time
from bisect import bisect

from django.http import Http404

from learn.content import CourseContent, LessonContent
from learn.models import Course, Lesson
from learn.newest_version import NewestVersion
from learn.publishing import published_now

# The columns that name the version of a course.
VERSION_COLUMNS = ("pk", "version", "schedule")


def all_courses() -> list[CourseContent]:
    rows = Course.objects.values_list(*VERSION_COLUMNS)
    return [load_course(pk, current_version(*columns)) for pk, *columns in rows]


def course_or_404(slug: str) -> CourseContent:
    row = Course.objects.filter(slug=slug).values_list(*VERSION_COLUMNS).first()
    if row is None:
        raise Http404("There is no such course.")
    pk, *columns = row
    return load_course(pk, current_version(*columns))


def lesson_or_404(course: str, lesson: str) -> LessonContent:
    return course_or_404(course).lesson(lesson)


def current_version(version: str, schedule: list[float]) -> str:
    """The version at this moment: with each moment of the schedule that passes, another one."""
    passed = bisect(schedule, time.time())
    return f"{version}.{passed}" if passed else version


@NewestVersion
def load_course(pk: int, version: str) -> CourseContent:
    """The course as it stands now. `version` is the key under which memory keeps it."""
    course = Course.objects.get(pk=pk)
    content = CourseContent(pk, version, course.slug, course.title, course.summary, [])
    lessons = Lesson.objects.filter(published_now(), course=course).exclude(pages=None)
    content.lessons.extend(
        lesson_content(content, number, lesson)
        for number, lesson in enumerate(lessons.prefetch_related("pages"), start=1)
    )
    return content


def lesson_content(course: CourseContent, number: int, lesson: Lesson) -> LessonContent:
    return LessonContent(
        pk=lesson.pk,
        course=course,
        slug=lesson.slug,
        title=lesson.title,
        summary=lesson.summary,
        minutes=lesson.minutes,
        number=number,
        texts={page.mode: page.text for page in lesson.pages.all()},
    )
