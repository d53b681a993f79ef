"""A change to a course's content gives the course a new version."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from learn.models import Course, Lesson, Page


@receiver(post_save, sender=Course)
def course_changed(sender: Any, instance: Course, **kwargs: Any) -> None:
    instance.touch()


@receiver([post_save, post_delete], sender=Lesson)
def lesson_changed(sender: Any, instance: Lesson, **kwargs: Any) -> None:
    touch(pk=instance.course_id)


@receiver([post_save, post_delete], sender=Page)
def page_changed(sender: Any, instance: Page, **kwargs: Any) -> None:
    touch(lessons=instance.lesson_id)


def touch(**course: Any) -> None:
    """Give a new version to the courses that these filters select."""
    for row in Course.objects.filter(**course):
        row.touch()
