"""What is the same for every reader, loaded and rendered once for each version of a course.

A page asks the database one thing: the course's version. The rest comes from memory.
"""

import time
from bisect import bisect
from dataclasses import dataclass
from functools import lru_cache

from django.http import Http404
from django.urls import reverse
from django.utils.safestring import SafeString

from learn import publishing
from learn.markdown import Hole, parts
from learn.models import Course, Lesson


@dataclass(frozen=True)
class LessonContent:
    """One lesson. `number` counts from 1; `texts` is Markdown by reading mode."""

    pk: int
    course: "CourseContent"
    slug: str
    title: str
    summary: str
    minutes: int
    number: int
    texts: dict[str, str]

    @property
    def path(self) -> str:
        return f"{self.course.slug}/{self.slug}"

    @property
    def url(self) -> str:
        return reverse("lesson", args=[self.course.slug, self.slug])

    def parts(self, mode: str) -> tuple[SafeString | Hole, ...]:
        """The text of a mode as HTML, split at its holes; nothing where it has none."""
        return parts(self.texts[mode]) if mode in self.texts else ()


@dataclass(frozen=True)
class CourseContent:
    pk: int
    version: str
    slug: str
    title: str
    summary: str
    lessons: list[LessonContent]

    @property
    def url(self) -> str:
        return reverse("course", args=[self.slug])

    def lesson(self, slug: str) -> LessonContent:
        for lesson in self.lessons:
            if lesson.slug == slug:
                return lesson
        raise Http404("This course has no such lesson.")


LOADED = ("pk", "version", "schedule")


def all_courses() -> list[CourseContent]:
    return [load(pk, as_of_now(*of)) for pk, *of in Course.objects.values_list(*LOADED)]


def course_or_404(slug: str) -> CourseContent:
    found = Course.objects.filter(slug=slug).values_list(*LOADED).first()
    if found is None:
        raise Http404("There is no such course.")
    pk, *of = found
    return load(pk, as_of_now(*of))


def as_of_now(version: str, schedule: list[float]) -> str:
    """The version as it is now: what is scheduled comes out without anybody writing."""
    came_out = bisect(schedule, time.time())
    return f"{version}.{came_out}" if came_out else version


def lesson_or_404(course: str, lesson: str) -> LessonContent:
    return course_or_404(course).lesson(lesson)


@lru_cache(maxsize=32)
def load(pk: int, version: str) -> CourseContent:
    """A course as it stands at `version` (which only names the copy in memory)."""
    course = Course.objects.get(pk=pk)
    content = CourseContent(pk, version, course.slug, course.title, course.summary, [])
    lessons = Lesson.objects.filter(publishing.out(), course=course).exclude(pages=None)
    content.lessons.extend(
        lesson_content(content, number, lesson)
        for number, lesson in enumerate(lessons.prefetch_related("pages"), start=1)
    )
    return content


def lesson_content(course: CourseContent, number: int, lesson: Lesson) -> LessonContent:
    texts = {page.mode: page.text for page in lesson.pages.all()}
    return LessonContent(
        lesson.pk,
        course,
        lesson.slug,
        lesson.title,
        lesson.summary,
        lesson.minutes,
        number,
        texts,
    )
