"""Recording what a learner does: the row first, then the reply."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from quizzes import replay, sittings
from quizzes.bank import SetContent
from quizzes.items import Item
from quizzes.kinds import item_version
from quizzes.log import ANSWER, Entry, entries, insert_once, newest_sitting
from quizzes.models import Answer, Deed
from quizzes.sittings import Sitting
from quizzes.states import Action, Hint, Late, NotAllowed, Pick, Start, Step

# Two tabs may answer at once; the one that comes second looks again at what is there.
LOOKS = 5
SEVERAL = "Several answers to this question came at once. Send yours again."


@dataclass(frozen=True)
class Doer:
    """Who does something in which set, and when (Unix seconds). `known`: has a cookie already."""

    learner: UUID
    known: bool
    question_set: SetContent
    now: float


@dataclass(frozen=True)
class Given:
    """An answer as it came in. `milliseconds` since the question was shown, or None.

    `certainty`: how sure the learner was, or None.
    """

    response: str
    key: UUID
    milliseconds: int | None
    engine: str
    certainty: int | None = None


type Outcome = tuple[Sitting, str]


def looked_up(doer: Doer, sitting: Sitting) -> tuple[Sitting, list[Entry]]:
    """The learner's newest sitting by its records, and those; the session may know less.

    It goes on, whatever sitting an old cookie or another tab still has. Where nothing is
    recorded yet, it is the session's.
    """
    if not doer.known:
        return sitting, []
    pk = doer.question_set.pk
    seed = newest_sitting(doer.learner, pk) or sitting.seed
    found = entries(doer.learner, question_set=pk, sitting=seed)
    begun = sitting if seed == sitting.seed else Sitting(seed)
    again = replay.replayed(doer.question_set, begun, found)
    return sittings.at_time(doer.question_set, again, doer.now), found


def answer(doer: Doer, sitting: Sitting, slug: str, given: Given) -> Outcome:
    """Commit the answer; the sitting as its records tell it, and why it does not count, or "".

    A key that was recorded before counts once. The records may know more than the session:
    then there may be no try left, and the sitting says so.
    """

    def attempt(sitting: Sitting, found: list[Entry]) -> Outcome | None:
        if any(entry.key == given.key for entry in found):
            return sitting, ""
        item = sittings.item_of(doer.question_set, sitting, slug)
        tries = (slug, item_version(item), ANSWER)
        before = [one for one in found if (one.question, one.version, one.what) == tries]
        try:
            after = sittings.act(doer.question_set, sitting, item, Pick(given.response, doer.now))
        except Late as late:
            if len(before) >= doer.question_set.rules.max_tries(item):
                return sitting, str(late)
            row = answer_row(doer, sitting, item, given, len(before) + 1, late=True)
            return (sitting, str(late)) if insert_once(row) else None
        row = answer_row(doer, after, item, given, len(before) + 1)
        if insert_once(row):
            return sittings.said(after, slug, row.certainty), ""
        # The same form again, after a new sitting was begun: it counted in the one before.
        counted = Answer.objects.filter(learner=doer.learner, key=given.key).exists()
        return (sitting, "") if counted else None

    return looking(doer, sitting, attempt)


def deed(doer: Doer, sitting: Sitting, slug: str, what: str, number: int = 0) -> Outcome:
    """Commit a hint, a step or the opening of a question.

    `number`: which hint or step was asked for; one that is shown already counts once.
    """

    def attempt(sitting: Sitting, _: list[Entry]) -> Outcome | None:
        item = sittings.item_of(doer.question_set, sitting, slug)
        state = sitting.state(item)
        shown = {Deed.HINT: state.hints, Deed.STEP: state.steps}.get(what, 0)
        if 0 < number <= shown or (what == Deed.START and state.until):
            return sitting, ""
        actions: dict[str, Action] = {
            Deed.HINT: Hint(),
            Deed.STEP: Step(),
            Deed.START: Start(doer.now, doer.question_set.seconds),
        }
        after = sittings.act(doer.question_set, sitting, item, actions[what])
        row = deed_row(doer, after, what, slug, shown + 1)
        return (after, "") if insert_once(row) else None

    return looking(doer, sitting, attempt)


def writing(doer: Doer, sitting: Sitting, slug: str, text: str) -> Outcome:
    """Commit what the learner wrote on a card, which turns it.

    Once for each time that the card comes up: what was written first stands.
    """

    def attempt(sitting: Sitting, found: list[Entry]) -> Outcome | None:
        item = sittings.item_of(doer.question_set, sitting, slug)
        after = sittings.act(doer.question_set, sitting, item, Step())
        rated = sum((entry.question, entry.what) == (slug, ANSWER) for entry in found)
        row = deed_row(doer, after, Deed.WROTE, slug, rated + 1)
        row.text = text
        insert_once(row)
        return after, ""

    return looking(doer, sitting, attempt)


def hand_in(doer: Doer, sitting: Sitting) -> Outcome:
    """Commit the hand-in. A second one changes nothing."""

    def attempt(sitting: Sitting, _: list[Entry]) -> Outcome | None:
        if sittings.is_over(doer.question_set, sitting):
            return sitting, ""
        after = sittings.handed_in(doer.question_set, sitting)
        row = deed_row(doer, after, Deed.HAND_IN)
        asked = sittings.drawn(doer.question_set, after)
        row.marks = dict(zip(asked, sittings.marks(doer.question_set, after), strict=True))
        return (after, "") if insert_once(row) else None

    return looking(doer, sitting, attempt)


def begin_again(doer: Doer, sitting: Sitting) -> Outcome:
    """Commit the beginning of a new sitting, where the one before lets the learner go."""

    def attempt(sitting: Sitting, _: list[Entry]) -> Outcome | None:
        pairs = sittings.with_states(doer.question_set, sitting)
        if held := doer.question_set.rules.restart_refusal(pairs):
            return sitting, held
        after = sittings.new(doer.question_set)
        return (after, "") if insert_once(deed_row(doer, after, Deed.BEGAN)) else None

    return looking(doer, sitting, attempt)


def looking(
    doer: Doer, sitting: Sitting, attempt: Callable[[Sitting, list[Entry]], Outcome | None]
) -> Outcome:
    """Attempt it on the sitting as its records tell it, anew where another tab was faster."""
    for _ in range(LOOKS):
        sitting, found = looked_up(doer, sitting)
        try:
            if outcome := attempt(sitting, found):
                return outcome
        except NotAllowed as refusal:
            return sitting, str(refusal)
    return sitting, SEVERAL


def answer_row(
    doer: Doer, sitting: Sitting, item: Item, given: Given, number: int, late: bool = False
) -> Answer:
    """`sitting`: as it is after the answer. A score is for one that finished its question."""
    state, rules = sitting.state(item), doer.question_set.rules
    counts = rules.immediate_feedback and not late
    score = sittings.score(doer.question_set, sitting, item) if counts else None
    return Answer(
        learner=doer.learner,
        question_id=doer.question_set.pks[item.id],
        version=item_version(item),
        sitting=sitting.seed,
        created=datetime.fromtimestamp(doer.now, tz=UTC),
        key=given.key,
        shown=sittings.shuffled(item, sitting.seed),
        response=given.response,
        right=not late and rules.is_right(item, state),
        tries=number,
        hints=state.hints,
        late=late,
        score=score,
        certainty=given.certainty if rules.immediate_feedback else None,
        milliseconds=given.milliseconds,
        engine=given.engine,
    )


def deed_row(doer: Doer, sitting: Sitting, what: str, slug: str = "", number: int = 1) -> Deed:
    return Deed(
        learner=doer.learner,
        question_set_id=doer.question_set.pk,
        sitting=sitting.seed,
        created=datetime.fromtimestamp(doer.now, tz=UTC),
        question=slug,
        what=what,
        number=number,
    )
