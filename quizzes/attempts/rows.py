"""The rows that keep what a learner does in an attempt."""

from dataclasses import dataclass
from uuid import UUID

from quizzes.attempts.attempt import Attempt
from quizzes.attempts.events import as_datetime
from quizzes.kinds import item_version
from quizzes.records import Answer, Event
from quizzes.schema import Item


@dataclass(frozen=True)
class Submission:
    """An answer as its form sent it. `milliseconds` since the question was shown, or None.

    `key`: from the form, so that it counts once. `engine`: of the session. `certainty`: how sure
    the learner was, or None.
    """

    response: str
    key: UUID
    milliseconds: int | None
    engine: str
    certainty: int | None = None


def answer_row(
    learner: UUID, after: Attempt, item: Item, submission: Submission, number: int, late: bool
) -> Answer:
    """The row of the answer that led to the attempt `after`. `number`: which try it was.

    Only an answer that finished its question has a score. A late one has none, and is not right.
    """
    rules, state = after.rules, after.state(item)
    return Answer(
        learner=learner,
        question_id=after.question_set.pks[item.id],
        version=item_version(item),
        sitting=after.seed,
        created=as_datetime(after.now),
        key=submission.key,
        shown=after.choice_order(item),
        response=submission.response,
        right=not late and rules.is_right(item, state),
        tries=number,
        hints=state.hints,
        late=late,
        score=after.score(item) if rules.immediate_feedback and not late else None,
        certainty=submission.certainty if rules.immediate_feedback else None,
        milliseconds=submission.milliseconds,
        engine=submission.engine,
    )


def event_row(
    learner: UUID, after: Attempt, what: str, question: str = "", number: int = 1, text: str = ""
) -> Event:
    """The row of the event that led to the attempt `after` (see `quizzes.models.Event`)."""
    return Event(
        learner=learner,
        question_set_id=after.question_set.pk,
        sitting=after.seed,
        created=as_datetime(after.now),
        question=question,
        what=what,
        number=number,
        text=text,
    )
