"""Courses and lessons as pages show them: the same for every reader, and kept in memory."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from django.http import Http404
from django.urls import reverse
from django.utils.safestring import SafeString

from learn.directives import Placeholder
from learn.markdown import render_fragments
from learn.modes import Mode


@dataclass(frozen=True)
class LessonContent:
    """A lesson. `number` counts from 1; `texts` holds Markdown by the slug of its mode.

    `known_modes`: the modes that it has, once they were worked out (`learn.lesson_modes`).
    """

    pk: int
    course: "CourseContent"
    slug: str
    title: str
    summary: str
    minutes: int
    number: int
    texts: Mapping[str, str]
    known_modes: list["LessonMode"] = field(default_factory=list, compare=False, repr=False)

    @property
    def path(self) -> str:
        """`course/lesson`, the lesson's name in the learner's progress."""
        return f"{self.course.slug}/{self.slug}"

    @property
    def url(self) -> str:
        return reverse("lesson", args=[self.course.slug, self.slug])

    def fragments(self, mode: str) -> tuple[SafeString | Placeholder, ...]:
        """The text of a mode as HTML, split at its placeholders; empty where it has no text."""
        return render_fragments(self.texts[mode]) if mode in self.texts else ()


@dataclass(frozen=True)
class CourseContent:
    """A course with those of its lessons that are shown. `version` changes with any of it."""

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
        """Raises Http404 where the course has no such lesson."""
        for lesson in self.lessons:
            if lesson.slug == slug:
                return lesson
        raise Http404("This course has no such lesson.")


@dataclass(frozen=True)
class LessonMode:
    """A mode of one lesson, with its address. Two of the same lesson are equal by their mode.

    What is sent from its page goes to addresses below `url`: `{{ mode.url }}answers/`.
    """

    lesson: LessonContent = field(compare=False)
    mode: Mode

    @property
    def slug(self) -> str:
        return self.mode.slug

    @property
    def label(self) -> str:
        return self.mode.label

    @property
    def reading(self) -> bool:
        """Whether it has a text to read. Else it is its questions alone."""
        return self.mode.reading and self.slug in self.lesson.texts

    @property
    def path(self) -> str:
        """`course/lesson/mode`, the name of a set of questions in the learner's progress."""
        return f"{self.lesson.path}/{self.slug}"

    @cached_property
    def url(self) -> str:
        return reverse("mode", args=[self.lesson.course.slug, self.lesson.slug, self.slug])
