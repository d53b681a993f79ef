"""Where a member is: noted at each page of a lesson, in one UPDATE, and for members only."""

import logging
from typing import Any

from django.contrib import messages
from django.db import Error
from django.utils import timezone

from engines.http import Request
from learn.content import LessonContent
from learn.learner import learner_of
from learn.modes import Mode
from quizzes.classroom.membership import forget, remembered
from quizzes.classroom.models import Member

logger = logging.getLogger(__name__)

GONE = (
    "You are in no class any more: it was closed down, or you were taken out. What you have done "
    "here is kept."
)


def note(request: Request, lesson: LessonContent, mode: Mode, context: dict[str, Any]) -> None:
    """The learner is here (see `learn.modes.FOLLOWERS`). `context`: that of the page."""
    pk, learner = remembered(request.session), learner_of(request)
    if pk is None or learner is None:
        return
    quiz = context.get("quiz")
    question = quiz.question.id if quiz and quiz.question else ""
    place = {"lesson": lesson.path, "mode": mode.slug, "question": question}
    try:
        known = Member.objects.filter(pk=pk, learner=learner).update(**place, seen=timezone.now())
    except Error:  # the page is what counts
        logger.exception("A member's place is not noted")
        return
    if not known:
        forget(request.session)
        messages.info(request, GONE)
