"""The button that copies a row, on the row's page."""

from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern

from learn.course_versions import one_new_version
from learn.models import Lesson
from quizzes.models import Question, QuestionSet
from studio.tools import WRITE, Tool
from studio.writing import copies
from versions.record import record_versions, row_and_below
from versions.snapshot import lock_course


class Copy(Tool):
    """`label` is on the button, and `message` is shown on the page of the copy. `permissions` are
    needed besides adding a row, since a copy adds rows of other models too."""

    template = "studio/copy.html"
    parts = ("buttons", "end")
    label, message = "Duplicate", ""
    permissions: tuple[str, ...] = ()

    def copy(self, row: Any) -> Model:
        """Make a copy of the row as a draft, and return it. Raises `NoRoom`."""
        raise NotImplementedError

    def get_urls(self) -> list[URLPattern]:
        return [self.path("<int:pk>/copies/", self.view, "copies", WRITE)]

    def is_allowed(self, request: HttpRequest) -> bool:
        may_add = self.admin.has_add_permission(request)
        return may_add and request.user.has_perms(self.permissions)

    def get_context(self, request: HttpRequest, row: Any) -> dict[str, Any] | None:
        if row is None or not self.is_allowed(request):
            return None
        return {"copies": self.url("copies", row.pk), "copy_label": self.label}

    def view(self, request: HttpRequest, row: Model) -> HttpResponse:
        """Make a copy, and open it."""
        try:
            copy = self.record_copy(request, row)
        except copies.NoRoom as reason:
            self.admin.message_user(request, str(reason), messages.ERROR)
            return self.open_row(row)
        self.admin.message_user(request, self.message)
        return self.open_row(copy)

    @one_new_version()
    def record_copy(self, request: HttpRequest, row: Model) -> Model:
        lock_course(row)  # two copies at once would take the same name
        copy, words = self.copy(row), f"Copied from {row}."
        record_versions(row_and_below(copy), request.user, words)
        self.admin.log_addition(request, copy, words)
        return copy


class CopyQuestion(Copy):
    message = "This is the copy, a draft. Give it a name of its own."

    def copy(self, row: Question) -> Question:
        return copies.copy_question(row)


class CopySet(Copy):
    """A set has no draft state. Learners don't see the copy, since its questions are drafts."""

    message = (
        "This is the copy, with all its questions as drafts. Give it a title, and the lesson and "
        "mode where it belongs."
    )
    label = "Duplicate, with its questions"
    permissions = ("quizzes.add_question",)

    def copy(self, row: QuestionSet) -> QuestionSet:
        return copies.copy_set(row)


class CopyLesson(Copy):
    message = "This is the copy, a draft with all its questions as drafts."
    label = "Duplicate, with its texts and questions"
    permissions = ("learn.add_page", "quizzes.add_questionset", "quizzes.add_question")

    def copy(self, row: Lesson) -> Lesson:
        return copies.copy_lesson(row)
