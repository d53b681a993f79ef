"""The courses of this site, loaded once for each version of a course.

Once a second a page asks the database for the courses' versions. The rest comes from memory.
"""

import time
from bisect import bisect

from django.http import Http404

from learn.content import CourseContent, LessonContent
from learn.known_courses import CourseRow, course_rows
from learn.models import Course, Lesson, Page
from learn.newest_version import NewestVersion
from learn.publishing import shown_now
from learn.stored_texts import StoredTexts


def all_courses() -> list[CourseContent]:
    return [content_of(row) for row in course_rows()]


def course_or_404(slug: str) -> CourseContent:
    for row in course_rows():
        if row.slug == slug:
            return content_of(row)
    raise Http404("There is no such course.")


def content_of(row: CourseRow) -> CourseContent:
    return load_course(row.pk, version_of(row))


def version_of(row: CourseRow) -> str:
    return current_version(row.version, row.schedule)


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
    modes: dict[int, list[str]] = {}
    for lesson, mode in Page.objects.filter(lesson__course=course).values_list("lesson", "mode"):
        modes.setdefault(lesson, []).append(mode)
    lessons = Lesson.objects.filter(shown_now(), course=course)
    content.lessons.extend(
        lesson_content(content, number, lesson, modes.get(lesson.pk, []))
        for number, lesson in enumerate(lessons, start=1)
    )
    return content


def lesson_content(
    course: CourseContent, number: int, lesson: Lesson, modes: list[str]
) -> LessonContent:
    return LessonContent(
        pk=lesson.pk,
        course=course,
        slug=lesson.slug,
        title=lesson.title,
        summary=lesson.summary,
        minutes=lesson.minutes,
        number=number,
        texts=StoredTexts(lesson.pk, modes),
    )
