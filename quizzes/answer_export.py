"""A learner's answers in a file: written into it, restored from it, detached from the learner.

They are of the shape of `learn.learner_rows.LearnerRows`.
"""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import msgspec
from django.db.models import Exists, OuterRef, QuerySet

from learn.learner_rows import RestoredRows, UnfitRows
from quizzes.certainty import Certainty
from quizzes.models import Question
from quizzes.records import Answer, Event, where_behaviour

name = "answers"

Sure = Literal["guess", "fairly", "sure"]


class ExportedAnswer(msgspec.Struct, forbid_unknown_fields=True):
    """An answer under natural keys, without its learner."""

    course: str
    lesson: str
    mode: str
    question: str
    version: str
    sitting: str
    key: UUID
    shown: list[str]
    response: str
    right: bool
    score: float | None
    tries: int
    hints: int
    late: bool
    certainty: Sure | None
    milliseconds: int | None
    engine: str
    created: datetime

    @property
    def natural_key(self) -> tuple[str, ...]:
        return self.course, self.lesson, self.mode, self.question


# The hand-in of the sitting that an answer was given in.
HANDED_IN = Event.objects.filter(
    learner=OuterRef("learner"),
    sitting=OuterRef("sitting"),
    question_set=OuterRef("question__question_set"),
    what=Event.HAND_IN,
)
# Columns that a file holds as the table does.
NAMED = ("course", "lesson", "mode", "question", "certainty")
SAME_COLUMNS = [column for column in ExportedAnswer.__struct_fields__ if column not in NAMED]


def answers_of(learner: UUID, lesson: str = "") -> QuerySet[Answer]:
    rows = Answer.objects.of(learner)
    if not lesson:
        return rows
    course, _, slug = lesson.partition("/")
    return rows.filter(
        question__question_set__lesson__slug=slug,
        question__question_set__lesson__course__slug=course,
    )


def count(learner: UUID, lesson: str = "") -> int:
    return answers_of(learner, lesson).count()


def rows(learner: UUID, most: int) -> list[dict[str, Any]]:
    """Without those to a test that is not handed in: the file says what was right."""
    answers = Answer.objects.of(learner).select_related("question__question_set__lesson__course")
    answers = answers.exclude(~Exists(HANDED_IN), where_behaviour("handed_in"))
    newest = reversed(answers.order_by("-created", "-pk")[:most])
    return [msgspec.to_builtins(exported(answer)) for answer in newest]


def exported(answer: Answer) -> ExportedAnswer:
    course, lesson, mode, question = answer.question.natural_key()
    certainty: Any = Certainty(answer.certainty).label if answer.certainty else None
    columns = {column: getattr(answer, column) for column in SAME_COLUMNS}
    return ExportedAnswer(
        course=course, lesson=lesson, mode=mode, question=question, certainty=certainty, **columns
    )


def bring(learner: UUID, rows: list[Any]) -> RestoredRows:
    try:
        sent = msgspec.convert(rows, list[ExportedAnswer])
    except msgspec.ValidationError as error:
        raise UnfitRows from error
    questions, here = question_pks(sent), list(answers_of(learner))
    known, in_file = {answer.key for answer in here}, {row.key for row in sent}
    # The learner answered these here since the file was made: what is here stays as it is.
    answered_here = {(row.sitting, row.question_id) for row in here if row.key not in in_file}
    asked = [row for row in sent if row.natural_key in questions]
    new = [answer_of(row, learner, questions[row.natural_key]) for row in asked]
    new = [row for row in new if row.key not in known]
    fit = [row for row in new if (row.sitting, row.question_id) not in answered_here]
    # Another tab may bring the same file at this moment: a key counts once.
    Answer.objects.bulk_create(fit, batch_size=500, ignore_conflicts=True)
    return RestoredRows(
        new=len(fit),
        known=len(asked) - len(new),
        unfit=len(new) - len(fit),
        gone={row.question for row in sent if row.natural_key not in questions},
    )


def question_pks(rows: list[ExportedAnswer]) -> dict[tuple[str, ...], int]:
    """By natural key, the questions of this site that may be meant, also those taken out."""
    rows_here = Question.objects.select_related("question_set__lesson__course").filter(
        question_set__lesson__course__slug__in={row.course for row in rows}
    )
    return {question.natural_key(): question.pk for question in rows_here}


def answer_of(row: ExportedAnswer, learner: UUID, question: int) -> Answer:
    certainty = Certainty[row.certainty.upper()] if row.certainty else None
    columns = {column: getattr(row, column) for column in SAME_COLUMNS}
    return Answer(learner=learner, question_id=question, certainty=certainty, **columns)


def cut_loose(learner: UUID, stranger: UUID, lesson: str = "") -> None:
    loose = answers_of(learner, lesson).order_by().values("pk")
    Answer.objects.filter(pk__in=loose).update(learner=stranger)
