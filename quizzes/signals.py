"""A change to a question gives its course a new version."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from learn.course_versions import touch_course
from quizzes.models import Choice, Hint, Question, QuestionSet, Step


@receiver([post_save, post_delete], sender=QuestionSet)
def set_changed(sender: Any, instance: QuestionSet, **kwargs: Any) -> None:
    touch_course(lessons=instance.lesson_id)


@receiver([post_save, post_delete], sender=Question)
def question_changed(sender: Any, instance: Question, **kwargs: Any) -> None:
    touch_course(lessons__sets=instance.question_set_id)


@receiver([post_save, post_delete], sender=Choice)
@receiver([post_save, post_delete], sender=Hint)
@receiver([post_save, post_delete], sender=Step)
def part_changed(sender: Any, instance: Choice | Hint | Step, **kwargs: Any) -> None:
    touch_course(lessons__sets__questions=instance.question_id)
