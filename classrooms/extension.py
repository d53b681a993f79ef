"""What classes add to lessons and to the progress page."""

from uuid import UUID

from classrooms import membership, presence
from classrooms.section import ClassSection
from lab.http import Request
from learn.content import LessonMode
from learn.extensions import Extension
from learn.progress import Progress


class ClassroomExtension(Extension):
    progress_sections = (ClassSection(),)

    def page_shown(self, request: Request, mode: LessonMode, shown: str) -> None:
        presence.note_presence(request, mode, shown)

    def agree(self, learner: UUID, progress: Progress) -> None:
        membership.restore_membership(learner, progress)

    def begin_anew(self, learner: UUID, progress: Progress) -> None:
        membership.leave_class(learner, progress)
