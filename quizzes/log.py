"""A learner's records in the order they were made: answers and deeds, read together."""

from contextlib import nullcontext
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import (
    Field,
    FloatField,
    IntegerField,
    JSONField,
    QuerySet,
    UUIDField,
    Value,
)
from django.db.models.functions import Cast

from quizzes.models import Answer, Deed

ANSWER = "answer"


class Entry(NamedTuple):
    """One record. `what`: `answer`, or what the deed was. `question`: its slug, or empty.

    `number`: of an answer the hints there were, of a deed which hint or step it was. `marks`: of
    a hand-in. The rest is an answer's.
    """

    created: datetime
    id: int
    question_set: int
    sitting: str
    question: str
    what: str
    number: int
    marks: dict[str, str]
    response: str
    version: str
    right: bool
    late: bool
    key: UUID | None
    score: float | None
    certainty: int | None


def entries(learner: UUID, **where: Any) -> list[Entry]:
    """The learner's records by the server's clock: all, or of a `question_set`, a `sitting`."""
    return [Entry(*row) for row in united(learner, where).order_by("created", "id")]


def newest_sitting(learner: UUID, question_set: int) -> str:
    """The sitting in which the learner last did something in this set, or an empty text."""
    rows = united(learner, {"question_set": question_set}).order_by("-created", "-id")
    return next((Entry(*row).sitting for row in rows[:1]), "")


def last_written(learner: UUID, question_set: int, question: str) -> str:
    """What the learner wrote on a card when it last came up."""
    rows = Deed.objects.filter(learner=learner, question_set=question_set, question=question)
    written = rows.filter(what=Deed.WROTE).order_by("-created", "-pk")
    return written.values_list("text", flat=True).first() or ""


def united(learner: UUID, where: dict[str, Any]) -> QuerySet[Any, Any]:
    """Answers and deeds in one query, each row with the fields of an Entry."""
    of_answers = {AT_ANSWER.get(name, name): value for name, value in where.items()}
    answers = Answer.objects.filter(learner=learner, **of_answers)
    deeds = Deed.objects.filter(learner=learner, **where)
    return answers.values_list(
        *("created", "id", "question__question_set", "sitting", "question__slug"),
        *(Value(ANSWER), "hints", Value({}, JSONField())),
        *("response", "version", "right", "late", "key", "score", "certainty"),
    ).union(
        deeds.values_list(
            *("created", "id", "question_set", "sitting", "question", "what", "number", "marks"),
            *(Value(""), Value(""), Value(False), Value(False)),
            *(nothing(UUIDField()), nothing(FloatField()), nothing(IntegerField())),
        ),
        all=True,
    )


def nothing(field: "Field[Any, Any]") -> Cast:
    """NULL with a type, which PostgreSQL asks for where rows of two tables come together."""
    return Cast(Value(None), field)


AT_ANSWER = {"question_set": "question__question_set"}


def insert_once(record: Answer | Deed) -> bool:
    """Commit a new row; False where another one of the same kind was faster.

    An INSERT alone is its own transaction: BEGIN and COMMIT would be two round trips more.
    """
    inside = transaction.get_connection().in_atomic_block
    try:
        with transaction.atomic() if inside else nullcontext():
            record.save(force_insert=True)
    except IntegrityError:
        return False
    return True
