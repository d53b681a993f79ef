"""Actions on the questions that are chosen in their list."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from learn.course_versions import one_new_version
from packs.draft import saved_draft
from packs.findings import blocking_findings
from quizzes.models import Question
from studio.writing.states import why_unseen
from versions.record import keep_current


@admin.action(description="Publish the chosen questions", permissions=["change"])
@one_new_version()
def publish(model_admin: Any, request: HttpRequest, questions: QuerySet[Question]) -> None:
    """Publishes the questions that the linter accepts. For each other one a message says why."""
    keep_current(questions)
    for question in questions:
        if findings := blocking_findings(saved_draft(question)):
            words = f"Not published: {question}. {findings[0].label}: {findings[0].message}"
            model_admin.message_user(request, words, messages.ERROR)
            continue
        question.published, question.retired = timezone.now(), False
        question.save(update_fields=["published", "retired"])
        model_admin.log_change(request, question, "Published.")
        unseen = why_unseen(question)
        words = f"Published: {question}." + (
            f" Learners don't see it yet: {unseen}" if unseen else ""
        )
        model_admin.message_user(request, words, messages.WARNING if unseen else messages.SUCCESS)


@admin.action(description="Make drafts of the chosen questions", permissions=["change"])
@one_new_version()
def withdraw(model_admin: Any, request: HttpRequest, questions: QuerySet[Question]) -> None:
    keep_current(questions)
    for question in questions:
        question.published = None
        question.save(update_fields=["published"])
        model_admin.log_change(request, question, "Made a draft.")
    model_admin.message_user(request, f"{len(questions)} of them are drafts now.", messages.SUCCESS)
