"""Publishing many questions at once: those that the linter accepts."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from learn.course_versions import one_new_version, touch_course
from packs.draft import saved_drafts
from packs.findings import FieldFinding, blocking_findings
from quizzes.models import Question
from versions.record import keep_current, record_versions


def ready_among(
    questions: QuerySet[Question],
) -> tuple[list[Question], list[tuple[Question, FieldFinding]]]:
    """Of drafts those that can be published, and the others, each with the first thing to mend."""
    ready: list[Question] = []
    held: list[tuple[Question, FieldFinding]] = []
    for draft in saved_drafts(questions):
        if findings := blocking_findings(draft):
            held.append((draft.question, findings[0]))
        else:
            ready.append(draft.question)
    return ready, held


@one_new_version()
def publish_ready(
    questions: QuerySet[Question], by: Any
) -> tuple[list[Question], list[tuple[Question, FieldFinding]]]:
    """Publish those that can be published, as one change. Returns what `ready_among` does."""
    ready, held = ready_among(questions)
    keys = [question.pk for question in ready]
    keep_current(ready)
    Question.objects.filter(pk__in=keys).update(published=timezone.now())
    for question_set in {question.question_set_id for question in ready}:
        touch_course(lessons__sets=question_set)  # `update` sends no signal
    record_versions(ready, by, "Published.")
    return ready, held
