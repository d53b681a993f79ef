"""What a set of cards shows: the card that is due, its back once turned, and when others are."""

from dataclasses import dataclass
from datetime import UTC, datetime
from math import inf
from uuid import UUID

from django.utils.safestring import SafeString

from learn.markdown import render_inline
from quizzes import sittings
from quizzes.bank import SetContent
from quizzes.behaviours.flashcard_scheduling import rating_intervals
from quizzes.items import Item
from quizzes.kinds import kind_of
from quizzes.log import last_written
from quizzes.sittings import Sitting
from quizzes.states import State
from quizzes.texts import inline

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


def deck(
    question_set: SetContent,
    sitting: Sitting,
    item: Item | None,
    now: float,
    learner: UUID | None = None,
) -> Deck:
    """`learner`: whose words are on the back of a card that is turned."""
    states = [state for _, state in sittings.with_states(question_set, sitting)]
    state = sitting.state(item) if item else State()
    later = min((one.until for one in states if one.over), default=0)
    return Deck(
        due=sum(not one.over for one in states),
        new=sum(not one.picks for one in states),
        total=len(states),
        writes=item is not None and writes(item),
        back=back(question_set, item, state, now, learner) if item and state.steps else None,
        next_due=datetime.fromtimestamp(later, tz=UTC) if later else None,
        wait=in_words(max(0, later - now)),
    )


def writes(item: Item) -> bool:
    return kind_of(item).only_behaviour == "recall"


def back(
    question_set: SetContent, item: Item, state: State, now: float, learner: UUID | None
) -> Back:
    wrote = writes(item) and learner
    intervals = rating_intervals(state.card, now)
    return Back(
        answers=[render_inline(text) for text in right_answers(item)],
        written=last_written(wrote, question_set.pk, item.id) if wrote else "",
        check=inline(item, item.check) if item.check else None,
        ratings=[
            ShownRating(name, key, in_words(seconds))
            for key, (name, seconds) in enumerate(intervals.items(), start=1)
        ],
    )


def right_answers(item: Item) -> list[str]:
    """What is right; where no choice is, all of them are, in their order."""
    right = [one.text for one in item.choices.values() if one.right]
    return right or [one.text for one in item.choices.values()]


def in_words(seconds: float) -> str:
    """A length of time as a button has room for it: `10 min`, `8 days`."""
    length, unit = next(
        (length, unit) for length, unit, limit in UNITS if round(seconds / length) * length < limit
    )
    number = max(1, round(seconds / length))
    return f"{number} {unit}{'s' if number > 1 and unit != 'min' else ''}"
