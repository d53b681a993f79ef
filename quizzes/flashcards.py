"""What a set of cards shows: the card that is due, its back once turned, and what is due later."""

from dataclasses import dataclass
from datetime import UTC, datetime
from math import inf
from uuid import UUID

from django.utils.safestring import SafeString

from quizzes.attempts.attempt import Attempt
from quizzes.attempts.events import last_written
from quizzes.behaviours.flashcard_scheduling import rating_intervals
from quizzes.kinds import kind_of
from quizzes.schema import Item
from quizzes.texts import question_text

MINUTE, HOUR, DAY, MONTH, YEAR = 60, 3600, 86_400, 2_629_800, 31_557_600  # seconds
# Each with the length of time from which the next one is used.
UNITS = (
    (MINUTE, "min", HOUR),
    (HOUR, "hour", DAY),
    (DAY, "day", 100 * DAY),
    (MONTH, "month", 2 * YEAR),
    (YEAR, "year", inf),
)


@dataclass(frozen=True)
class ShownRating:
    """A button: its name, its key, and when the card would come back."""

    name: str
    key: int
    interval: str


@dataclass(frozen=True)
class Back:
    """A card's other side: what is right, and why.

    `written`: what the learner wrote on it; then the answers are a checklist.
    """

    answers: list[SafeString]
    written: str
    check: SafeString | None
    ratings: list[ShownRating]


@dataclass(frozen=True)
class Deck:
    """`due`: cards to do now, of which `new` were never seen. `next_due`: when the next comes.

    `writes`: the card has a field to write in.
    """

    due: int
    new: int
    total: int
    writes: bool
    back: Back | None
    next_due: datetime | None
    wait: str


def present_deck(attempt: Attempt, item: Item | None, learner: UUID | None = None) -> Deck:
    """The cards of the attempt at the card `item`, or where none is due.

    `learner`: whose words are on the back of a card that is turned.
    """
    states = [state for _, state in attempt.pairs]
    is_turned = item is not None and attempt.state(item).steps > 0
    next_due = min((state.until for state in states if state.over), default=0)
    return Deck(
        due=sum(not state.over for state in states),
        new=sum(not state.picks for state in states),
        total=len(states),
        writes=item is not None and is_written_on(item),
        back=present_back(attempt, item, learner) if item and is_turned else None,
        next_due=datetime.fromtimestamp(next_due, tz=UTC) if next_due else None,
        wait=format_duration(max(0, next_due - attempt.now)),
    )


def is_written_on(item: Item) -> bool:
    """Whether the card has a field to write in."""
    return kind_of(item).self_assessed


def present_back(attempt: Attempt, item: Item, learner: UUID | None) -> Back:
    writer = learner if is_written_on(item) else None
    times = rating_intervals(attempt.state(item).card, attempt.now)
    return Back(
        answers=kind_of(item).card_answers(item),
        written=last_written(writer, attempt.question_set.pk, item.id) if writer else "",
        check=question_text(item, item.check) if item.check else None,
        ratings=[
            ShownRating(name, key, format_duration(seconds))
            for key, (name, seconds) in enumerate(times.items(), start=1)
        ],
    )


def format_duration(seconds: float) -> str:
    """A length of time as a button has room for it: `10 min`, `8 days`."""
    length, unit = next(
        (length, unit) for length, unit, limit in UNITS if round(seconds / length) * length < limit
    )
    number = max(1, round(seconds / length))
    return f"{number} {unit}{'s' if number > 1 and unit != 'min' else ''}"
