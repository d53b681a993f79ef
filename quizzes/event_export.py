"""A learner's events in a file: written into it, restored from it, detached from the learner.

They go with the answers: the hints that were shown, the clocks that ran, the tests handed in.
They are of the shape of `learn.learner_rows.LearnerRows`.
"""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from django.db.models import QuerySet
from msgspec import Meta

from learn.learner_rows import RestoredRows, UnfitRows
from quizzes.kinds.explain import ExplainKind
from quizzes.models import QuestionSet
from quizzes.records import Event

name = "deeds"  # as files name them that learners have

Marks = dict[str, Annotated[str, Meta(pattern="^[-0-9A-Ka-s]$")]]


class ExportedEvent(msgspec.Struct, forbid_unknown_fields=True):
    """An event under natural keys, without its learner."""

    course: str
    lesson: str
    mode: str
    question: Annotated[str, Meta(max_length=50)]
    sitting: Annotated[str, Meta(max_length=8)]
    what: Literal["began", "hint", "step", "start", "handin", "wrote"]
    number: Annotated[int, Meta(ge=0, le=999)]
    marks: Marks
    created: datetime
    text: Annotated[str, Meta(max_length=ExplainKind.limit)] = ""

    @property
    def natural_key(self) -> tuple[str, ...]:
        return self.course, self.lesson, self.mode

    @property
    def once(self) -> tuple[Any, ...]:
        return (*self.natural_key, self.sitting, self.question, self.what, self.number)


# Columns that a file holds as the table does.
SAME_COLUMNS = ("question", "sitting", "what", "number", "marks", "created", "text")


def events_of(learner: UUID, lesson: str = "") -> QuerySet[Event]:
    rows = Event.objects.filter(learner=learner).select_related("question_set__lesson__course")
    if not lesson:
        return rows
    course, _, slug = lesson.partition("/")
    return rows.filter(question_set__lesson__slug=slug, question_set__lesson__course__slug=course)


def count(learner: UUID, lesson: str = "") -> int:
    """None to speak of beside the answers that they go with."""
    return 0


def rows(learner: UUID, most: int) -> list[dict[str, Any]]:
    newest = reversed(events_of(learner).order_by("-created", "-pk")[:most])
    return [msgspec.to_builtins(exported(event)) for event in newest]


def exported(event: Event) -> ExportedEvent:
    course, lesson, mode = event.question_set.natural_key()
    columns = {column: getattr(event, column) for column in SAME_COLUMNS}
    return ExportedEvent(course=course, lesson=lesson, mode=mode, **columns)


def bring(learner: UUID, rows: list[Any]) -> RestoredRows:
    try:
        sent = msgspec.convert(rows, list[ExportedEvent])
    except msgspec.ValidationError as error:
        raise UnfitRows from error
    sets = set_pks(sent)
    here = {exported(event).once for event in events_of(learner)}
    fit = [row for row in sent if row.natural_key in sets]
    new = [row for row in fit if row.once not in here]
    Event.objects.bulk_create(
        [event_of(row, learner, sets[row.natural_key]) for row in new],
        batch_size=500,
        ignore_conflicts=True,
    )
    gone = {row.mode for row in sent if row.natural_key not in sets}
    return RestoredRows(new=len(new), known=len(fit) - len(new), gone=gone)


def set_pks(rows: list[ExportedEvent]) -> dict[tuple[str, ...], int]:
    sets = QuestionSet.objects.select_related("lesson__course").filter(
        lesson__course__slug__in={row.course for row in rows}
    )
    return {question_set.natural_key(): question_set.pk for question_set in sets}


def event_of(row: ExportedEvent, learner: UUID, question_set: int) -> Event:
    columns = {column: getattr(row, column) for column in SAME_COLUMNS}
    return Event(learner=learner, question_set_id=question_set, **columns)


def cut_loose(learner: UUID, stranger: UUID, lesson: str = "") -> None:
    """What was written in own words may tell who wrote it, so it goes."""
    loose = events_of(learner, lesson).order_by().values("pk")
    Event.objects.filter(pk__in=loose).update(learner=stranger, text="")
