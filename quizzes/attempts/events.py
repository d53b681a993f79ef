"""A learner's rows in the order they were made: answers and events, read together."""

import time
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Field, FloatField, IntegerField, JSONField, QuerySet, UUIDField, Value
from django.db.models.functions import Cast

from quizzes.records import Answer, Event

ANSWER = "answer"
# The columns of an answer that have another name there than in an entry.
ANSWER_COLUMNS = {"question_set": "question__question_set"}


class Entry(NamedTuple):
    """One row. `what`: `answer`, or what the event was. `question`: its slug, or empty.

    `number`: of an answer how many hints there were, of an event which hint or step it was.
    `marks`: of a hand-in. The rest is an answer's.
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


def server_time() -> float:
    """The server's clock in Unix seconds, no finer than a row keeps it."""
    return round(time.time(), 3)


def as_datetime(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, tz=UTC)


def entries_of(learner: UUID, **where: Any) -> list[Entry]:
    """The learner's rows by the server's clock: all, or of a `question_set`, of a `sitting`."""
    return [Entry(*row) for row in united_rows(learner, where).order_by("created", "id")]


def newest_seed(learner: UUID, question_set: int) -> str:
    """The seed of the attempt in which the learner last did something in this set, or empty."""
    rows = united_rows(learner, {"question_set": question_set}).order_by("-created", "-id")
    return next((Entry(*row).sitting for row in rows[:1]), "")


def last_written(learner: UUID, question_set: int, question: str) -> str:
    """What the learner wrote on a card when it last came up."""
    rows = Event.objects.filter(learner=learner, question_set=question_set, question=question)
    written = rows.filter(what=Event.WROTE).order_by("-created", "-pk")
    return written.values_list("text", flat=True).first() or ""


def united_rows(learner: UUID, where: dict[str, Any]) -> QuerySet[Any, Any]:
    """Answers and events in one query, each row with the fields of an Entry."""
    of_answers = {ANSWER_COLUMNS.get(name, name): value for name, value in where.items()}
    answers = Answer.objects.filter(learner=learner, **of_answers)
    events = Event.objects.filter(learner=learner, **where)
    return answers.values_list(
        *("created", "id", "question__question_set", "sitting", "question__slug"),
        *(Value(ANSWER), "hints", Value({}, JSONField())),
        *("response", "version", "right", "late", "key", "score", "certainty"),
    ).union(
        events.values_list(
            *("created", "id", "question_set", "sitting", "question", "what", "number", "marks"),
            *(Value(""), Value(""), Value(False), Value(False)),
            *(typed_null(UUIDField()), typed_null(FloatField()), typed_null(IntegerField())),
        ),
        all=True,
    )


def typed_null(field: "Field[Any, Any]") -> Cast:
    """NULL with a type. PostgreSQL asks for one where the rows of two tables are united."""
    return Cast(Value(None), field)
