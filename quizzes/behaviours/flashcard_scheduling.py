"""When a flashcard comes back, by the scheduler of the library `fsrs`, with plain values.

A card is `(state, step, stability, difficulty, last review)`; empty before its first rating.
The same ratings at the same times always give the same card: the library's fuzzing is off.
"""

from datetime import UTC, datetime

import fsrs

RATINGS = {
    "again": fsrs.Rating.Again,
    "hard": fsrs.Rating.Hard,
    "good": fsrs.Rating.Good,
    "easy": fsrs.Rating.Easy,
}
SCHEDULER = fsrs.Scheduler(enable_fuzzing=False)
NO_STEP = -1

type Card = tuple[float, ...]


def schedule_card(card: Card, rating: str, at: float) -> tuple[Card, int]:
    """The card after a rating, and when it is due next; times are Unix seconds."""
    when = datetime.fromtimestamp(int(at), tz=UTC)
    after, _log = SCHEDULER.review_card(unpack_card(card, when), RATINGS[rating], when)
    return pack_card(after, when), int(after.due.timestamp())


def rating_intervals(card: Card, at: float) -> dict[str, int]:
    """For each rating, the seconds until the card comes back if it is given at this time."""
    return {rating: schedule_card(card, rating, at)[1] - int(at) for rating in RATINGS}


def unpack_card(card: Card, now: datetime) -> fsrs.Card:
    if not card:
        return fsrs.Card(card_id=0, due=now)
    state, step, stability, difficulty, last = card
    return fsrs.Card(
        card_id=0,
        state=fsrs.State(int(state)),
        step=None if step == NO_STEP else int(step),
        stability=stability,
        difficulty=difficulty,
        due=now,
        last_review=datetime.fromtimestamp(int(last), tz=UTC),
    )


def pack_card(card: fsrs.Card, last: datetime) -> Card:
    """Rounded, so that it is small in a session and the same there as from its rows."""
    return (
        int(card.state),
        NO_STEP if card.step is None else card.step,
        round(card.stability or 0, 4),
        round(card.difficulty or 0, 4),
        int(last.timestamp()),
    )
