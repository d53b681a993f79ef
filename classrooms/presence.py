"""Where a member is: noted at each page of a lesson, in one UPDATE, and for members only."""

import logging

from django.contrib import messages
from django.db import Error
from django.utils import timezone

from classrooms.membership import forget_member, remembered_member
from classrooms.models import Member
from lab.http import Request
from learn.content import LessonMode
from learn.learner import learner_of

logger = logging.getLogger(__name__)

GONE = (
    "You are in no class any more: it was closed down, or you were taken out. What you have done "
    "here is kept."
)


def note_presence(request: Request, mode: LessonMode, question: str) -> None:
    """Note that the learner is at this mode, and at this question where it shows one."""
    pk, learner = remembered_member(request.session), learner_of(request)
    if pk is None or learner is None:
        return
    place = {"lesson": mode.lesson.path, "mode": mode.slug, "question": question}
    try:
        known = Member.objects.filter(pk=pk, learner=learner).update(**place, seen=timezone.now())
    except Error:  # the page is what counts
        logger.exception("A member's place is not noted")
        return
    if not known:
        forget_member(request.session)
        messages.info(request, GONE)
