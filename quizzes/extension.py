"""What quizzes add to lessons and to the progress page."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from lab.http import Request
from learn.content import LessonContent, LessonMode
from learn.extensions import Extension, LessonPanel
from learn.modes import MODES, PRACTISE, Mode
from learn.progress import Progress
from quizzes import answer_export, bank, event_export, lesson_panel
from quizzes.attempts import rebuild
from quizzes.models import Question
from quizzes.progress_sections import CalibrationSection, DueSection, OpenTestSection


class QuizExtension(Extension):
    modes = tuple(
        Mode(label.lower(), label, PRACTISE, reading=False)
        for label in ("Try", "Debug", "Practice", "Challenge", "Recall", "Test")
    )
    placeholders = {"question": lesson_panel.fill_question}
    progress_sections = (OpenTestSection(), DueSection(), CalibrationSection())
    learner_rows = (answer_export, event_export)

    def modes_of(self, lesson: LessonContent) -> Collection[str]:
        return bank.modes_with_sets(lesson)

    def gives_content(self, at: datetime) -> Q:
        asked = Question.objects.asked_at(at).filter(question_set__mode__in=MODES)
        return Q(Exists(asked.filter(question_set__lesson=OuterRef("pk"))))

    def lesson_panel(self, request: Request, mode: LessonMode) -> LessonPanel | None:
        return lesson_panel.quiz_panel(request, mode)

    def publishing_times(self, course: int) -> Iterable[datetime]:
        return Question.objects.publishing_times(course)

    def agree(self, learner: UUID, progress: Progress) -> None:
        rebuild.from_records(learner, progress)
