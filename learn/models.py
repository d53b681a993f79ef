"""Courses, their lessons, and a lesson's texts, one for each reading mode."""

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone

import learn.images.models  # noqa: F401  (so that Django finds its model)
from learn.modes import MODES


def new_version() -> str:
    return secrets.token_hex(8)


class CourseManager(models.Manager["Course"]):
    def get_by_natural_key(self, slug: str) -> "Course":
        return self.get(slug=slug)


class Course(models.Model):
    slug = models.SlugField(unique=True)
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    # Another one whenever anything in the course changes, so that caches by version stay true.
    version = models.CharField(max_length=16, default=new_version, editable=False)
    # When something of it will be published, in Unix seconds and in order.
    schedule = models.JSONField(default=list, editable=False)

    objects = CourseManager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title

    def natural_key(self) -> tuple[str]:
        return (self.slug,)

    def get_absolute_url(self) -> str:
        return reverse("course", args=[self.slug])


def known_modes(names: str) -> None:
    for name in names.split():
        if name not in MODES:
            raise ValidationError(f"{name!r} is no mode. There are: {', '.join(MODES)}.")


PUBLISHED_HELP = "From when learners see it: now, or a time to come. Empty: a draft."


class LessonManager(models.Manager["Lesson"]):
    def get_by_natural_key(self, course: str, slug: str) -> "Lesson":
        return self.get(course__slug=course, slug=slug)

    def publishing_times(self, course: int) -> Iterable[datetime]:
        """From when on each lesson of a course is published. Drafts have no such time."""
        lessons = self.filter(course=course).values_list("published", flat=True)
        return filter(None, lessons)


class Lesson(models.Model):
    course = models.ForeignKey(Course, models.CASCADE, related_name="lessons")
    slug = models.SlugField()
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    minutes = models.PositiveSmallIntegerField(default=10, help_text="How long it takes to read.")
    position = models.PositiveSmallIntegerField(default=0)
    modes = models.CharField(
        max_length=200,
        blank=True,
        validators=[known_modes],
        help_text="The modes it means to have, with spaces between: checkcourse looks for them. "
        "Empty: all.",
    )
    published = models.DateTimeField(
        default=timezone.now, null=True, blank=True, help_text=PUBLISHED_HELP
    )

    objects = LessonManager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["course", "slug"], name="lesson_slug")]

    def __str__(self) -> str:
        return self.title

    def natural_key(self) -> tuple[str, str]:
        return (self.course.slug, self.slug)

    natural_key.dependencies = ["learn.course"]  # type: ignore[attr-defined]

    def get_absolute_url(self) -> str:
        return reverse("lesson", args=[self.course.slug, self.slug])

    @property
    def path(self) -> str:
        """`course/lesson`, the lesson's name in the learner's progress."""
        return f"{self.course.slug}/{self.slug}"


class PageManager(models.Manager["Page"]):
    def get_by_natural_key(self, course: str, lesson: str, mode: str) -> "Page":
        return self.get(lesson__course__slug=course, lesson__slug=lesson, mode=mode)


def reading_modes() -> list[tuple[str, str]]:
    return [(mode.slug, mode.label) for mode in MODES.values() if mode.reading]


class Page(models.Model):
    """The text of one reading mode, in Markdown."""

    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="pages")
    mode = models.CharField(max_length=20, choices=reading_modes)
    text = models.TextField(help_text="Markdown; headings begin at ##.")

    objects = PageManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["lesson", "mode"], name="page_mode")]

    def __str__(self) -> str:
        return f"{self.lesson}: {self.mode}"

    def natural_key(self) -> tuple[Any, ...]:
        return (*self.lesson.natural_key(), self.mode)

    natural_key.dependencies = ["learn.lesson"]  # type: ignore[attr-defined]
