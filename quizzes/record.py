"""Recording an answer: the row first, then the reply."""

from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction

from quizzes import sittings
from quizzes.bank import SetContent
from quizzes.behaviours import practice
from quizzes.items import Item
from quizzes.kinds import version
from quizzes.models import Answer
from quizzes.sittings import Sitting
from quizzes.states import NotAllowed, Pick

# Two tabs may answer at once; the one that comes second looks again at what is there.
LOOKS = 5


@dataclass(frozen=True)
class Given:
    """An answer as it came in. `milliseconds` since the question was shown, or None.

    `certainty`: how sure the learner was, or None.
    """

    learner: UUID
    response: str
    key: UUID
    milliseconds: int | None
    engine: str
    certainty: int | None = None


def record(
    question_set: SetContent, sitting: Sitting, item: Item, given: Given
) -> tuple[Sitting, str]:
    """Commit the answer; the sitting as its rows tell it, and why nothing was recorded, or "".

    A key that was recorded before counts once. The rows may know more than the session, which
    another tab has overwritten: then there may be no try left, and the sitting says so.
    """
    for _ in range(LOOKS):
        rows = Answer.objects.in_sitting(given.learner, question_set.pk, sitting.seed)
        sitting = sittings.replayed(sitting, question_set, rows)
        if any(row.key == given.key for row in rows):
            return sitting, ""
        try:
            after = sittings.act(sitting, item, Pick(given.response))
        except NotAllowed as refusal:
            return sitting, str(refusal)
        try:
            with transaction.atomic():
                answer_row(question_set, after, item, given).save(force_insert=True)
        except IntegrityError:
            continue
        return sittings.said(after, item.id, given.certainty), ""
    return sitting, "Several answers to this question came at once. Send yours again."


def answer_row(question_set: SetContent, after: Sitting, item: Item, given: Given) -> Answer:
    state = after.state(item)
    return Answer(
        learner=given.learner,
        question_id=question_set.pks[item.id],
        version=version(item),
        sitting=after.seed,
        key=given.key,
        shown=sittings.shuffled(item, after.seed),
        response=given.response,
        right=practice.right(item, state),
        tries=len(state.picks),
        hints=state.hints,
        score=practice.score(item, state, question_set.try_cost, question_set.hint_cost),
        certainty=given.certainty,
        milliseconds=given.milliseconds,
        engine=given.engine,
    )
