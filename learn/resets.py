"""Beginning anew: one lesson, everything, or as if the learner had never been here."""

from dataclasses import dataclass
from uuid import uuid4

from django.db import transaction
from django.http import Http404

from learn import catalogue
from learn.content import LessonContent
from learn.extensions import EXTENSIONS, all_learner_rows, count_rows
from learn.progress import Progress

ALL, FORGET = "all", "forget"


@dataclass(frozen=True)
class Reset:
    """`what`: the path of a lesson, `all` or `forget`. `answers`: how many rows it detaches."""

    what: str
    lesson: LessonContent | None
    answers: int

    @property
    def forgets(self) -> bool:
        return self.what == FORGET

    @property
    def path(self) -> str:
        return self.lesson.path if self.lesson else ""


def reset_or_404(what: str, progress: Progress) -> Reset:
    """The reset of that name. Raises Http404 where there is none."""
    lesson = None
    if what not in (ALL, FORGET):
        lesson = catalogue.lesson_or_404(*what.split("/", 1)) if "/" in what else None
        if lesson is None:
            raise Http404("There is nothing of that name to reset.")
    path = lesson.path if lesson else ""
    return Reset(what, lesson, count_rows(progress.learner, path))


@transaction.atomic
def carry_out(reset: Reset, progress: Progress) -> None:
    """Delete the progress. The rows stay for the course's statistics, under a new random id.

    Without that, they would come back when the progress is rebuilt from the learner's rows.
    """
    if progress.learner:
        stranger = uuid4()
        for kind in all_learner_rows():
            kind.cut_loose(progress.learner, stranger, reset.path)
        for extension in EXTENSIONS if reset.lesson is None else ():
            extension.begin_anew(progress.learner, progress)
    if progress.started:
        progress.forget(reset.path)
