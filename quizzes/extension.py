"""What quizzes add to lessons and to the progress page."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from lab.http import Request
from learn.content import LessonContent, LessonMode
from learn.extensions import Extension, LessonPanel
from learn.modes import MODES, PRACTISE, Mode
from learn.progress import Progress
from quizzes import bank, foot, keep, keep_deeds, rebuild
from quizzes.models import Question
from quizzes.sections import CalibrationSection, DueSection, OpenTestSection


class QuizExtension(Extension):
    modes = tuple(
        Mode(label.lower(), label, PRACTISE, reading=False)
        for label in ("Try", "Debug", "Practice", "Challenge", "Recall", "Test")
    )
    placeholders = {"question": foot.fill_question}
    progress_sections = (OpenTestSection(), DueSection(), CalibrationSection())
    learner_rows = (keep, keep_deeds)

    def modes_of(self, lesson: LessonContent) -> Collection[str]:
        """The modes with a set of questions. Under a text, the text itself makes the mode."""
        return {slug for slug in bank.sets_of(lesson) if not MODES[slug].reading}

    def lesson_panel(self, request: Request, mode: LessonMode) -> LessonPanel | None:
        return foot.panel_of(request, mode)

    def publishing_times(self, course: int) -> Iterable[datetime]:
        return Question.objects.publishing_times(course)

    def agree(self, learner: UUID, progress: Progress) -> None:
        rebuild.from_records(learner, progress)
