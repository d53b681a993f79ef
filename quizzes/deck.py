"""What a set of cards shows: the card that is due, its back once turned, and when others are."""

from dataclasses import dataclass
from datetime import UTC, datetime
from math import inf

from django.utils.safestring import SafeString

from learn.markdown import render_inline
from quizzes import sittings
from quizzes.bank import SetContent
from quizzes.behaviours.cards import intervals
from quizzes.items import Item
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
    """A card's other side: what is right, and why."""

    answers: list[SafeString]
    check: SafeString | None
    ratings: list[ShownRating]


@dataclass(frozen=True)
class Deck:
    """`due`: cards to do now, of which `new` were never seen. `next_due`: when the next comes."""

    due: int
    new: int
    total: int
    back: Back | None
    next_due: datetime | None
    wait: str


def deck(question_set: SetContent, sitting: Sitting, item: Item | None, now: float) -> Deck:
    states = [state for _, state in sittings.with_states(question_set, sitting)]
    state = sitting.state(item) if item else State()
    later = min((one.until for one in states if one.over), default=0)
    return Deck(
        due=sum(not one.over for one in states),
        new=sum(not one.picks for one in states),
        total=len(states),
        back=back(item, state, now) if item and state.steps else None,
        next_due=datetime.fromtimestamp(later, tz=UTC) if later else None,
        wait=in_words(max(0, later - now)),
    )


def back(item: Item, state: State, now: float) -> Back:
    return Back(
        answers=[render_inline(text) for text in right_answers(item)],
        check=inline(item, item.check) if item.check else None,
        ratings=[
            ShownRating(name, key, in_words(seconds))
            for key, (name, seconds) in enumerate(intervals(state.card, now).items(), start=1)
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
