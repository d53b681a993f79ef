"""A learner's rows in the order they were made: answers and events, read together."""

import time
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any, NamedTuple
from uuid import UUID

from quizzes.records import Answer, Event

ANSWER = "answer"
# In the order of an `Entry`; of an answer `what` and `marks` are left out, and `number` is first.
EVENT_COLUMNS = ("created", "id", "question_set", "sitting", "question", "what", "number", "marks")
ANSWER_COLUMNS = (
    *("hints", "created", "id", "question__question_set", "sitting", "question__slug"),
    *("response", "version", "right", "late", "key", "score", "certainty"),
)


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
    response: str = ""
    version: str = ""
    right: bool = False
    late: bool = False
    key: UUID | None = None
    score: float | None = None
    certainty: int | None = None


def server_time() -> float:
    """The server's clock in Unix seconds, no finer than a row keeps it."""
    return round(time.time(), 3)


def as_datetime(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, tz=UTC)


def entries_of(learner: UUID, question_set: int | None = None) -> list[Entry]:
    """The learner's rows by the server's clock: all, or those of a set.

    Two statements, for Django takes longer to write one that unites them than for both. Answers
    come second: one that another tab gave in between says how many hints it had, so it can be
    replayed without them; an event could not be replayed without the answers before it.
    """
    answers, events = Answer.objects.filter(learner=learner), Event.objects.filter(learner=learner)
    if question_set is not None:
        answers = answers.filter(question__question_set=question_set)
        events = events.filter(question_set=question_set)
    entries = [
        *(Entry(*row) for row in events.values_list(*EVENT_COLUMNS)),
        *(answer_entry(*row) for row in answers.values_list(*ANSWER_COLUMNS)),
    ]
    return sorted(entries, key=attrgetter("created", "id"))


def newest_entries(learner: UUID, question_set: int) -> list[Entry]:
    """The rows of the attempt in which the learner last did something in this set."""
    entries = entries_of(learner, question_set)
    return [entry for entry in entries if entry.sitting == entries[-1].sitting]


def answer_entry(hints: int, *about: Any) -> Entry:
    created, pk, question_set, sitting, slug, *result = about
    return Entry(created, pk, question_set, sitting, slug, ANSWER, hints, {}, *result)


def last_written(learner: UUID, question_set: int, question: str) -> str:
    """What the learner wrote on a card when it last came up."""
    rows = Event.objects.filter(learner=learner, question_set=question_set, question=question)
    written = rows.filter(what=Event.WROTE).order_by("-created", "-pk")
    return written.values_list("text", flat=True).first() or ""
