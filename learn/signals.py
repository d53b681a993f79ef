"""A change to a course's content gives the course a new version."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from learn.course_versions import touch_course
from learn.known_courses import forget_courses
from learn.models import Course, Lesson, Page


@receiver(post_save, sender=Course)
def course_changed(sender: Any, instance: Course, **kwargs: Any) -> None:
    touch_course(pk=instance.pk)


@receiver(post_delete, sender=Course)
def course_deleted(sender: Any, **kwargs: Any) -> None:
    forget_courses()


@receiver([post_save, post_delete], sender=Lesson)
def lesson_changed(sender: Any, instance: Lesson, **kwargs: Any) -> None:
    touch_course(pk=instance.course_id)


@receiver([post_save, post_delete], sender=Page)
def page_changed(sender: Any, instance: Page, **kwargs: Any) -> None:
    touch_course(lessons=instance.lesson_id)
