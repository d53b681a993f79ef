"""Beginning anew: one lesson, everything, or as if the learner had never been here."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db import transaction
from django.http import Http404

from learn import content, records
from learn.content import LessonContent
from learn.progress import Progress

ALL, FORGET = "all", "forget"
# What else ends where a learner begins everything anew: apps enter theirs at start-up.
ENDINGS: list[Callable[[UUID, Progress], None]] = []


@dataclass(frozen=True)
class Reset:
    """`what`: the path of a lesson, `all` or `forget`. `answers`: how many rows it cuts loose."""

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
    lesson = None
    if what not in (ALL, FORGET):
        lesson = content.lesson_or_404(*what.split("/", 1)) if "/" in what else None
        if lesson is None:
            raise Http404("There is nothing of that name to reset.")
    path = lesson.path if lesson else ""
    return Reset(what, lesson, records.count(progress.learner, path))


@transaction.atomic
def carry_out(reset: Reset, progress: Progress) -> None:
    """The rows stay for the course's statistics, under a new random id; the progress goes.

    Cut loose, they can't come back when the progress is made anew from the learner's rows.
    """
    if progress.learner:
        stranger = uuid4()
        for keeper in records.KEEPERS:
            keeper.cut_loose(progress.learner, stranger, reset.path)
        if not reset.lesson:
            for end in ENDINGS:
                end(progress.learner, progress)
    if progress.started:
        progress.forget(reset.path)
