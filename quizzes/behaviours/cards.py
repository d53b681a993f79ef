"""Flash cards by FSRS, the scheduler of the library `fsrs`, as plain values.

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


def rated(card: Card, rating: str, at: float) -> tuple[Card, int]:
    """The card after a rating at a time (Unix seconds), and when it is due next."""
    when = datetime.fromtimestamp(int(at), tz=UTC)
    after, _log = SCHEDULER.review_card(unpacked(card, when), RATINGS[rating], when)
    return packed(after, when), int(after.due.timestamp())


def intervals(card: Card, at: float) -> dict[str, int]:
    """The seconds until the card comes back, by the rating it would be given now."""
    return {rating: rated(card, rating, at)[1] - int(at) for rating in RATINGS}


def unpacked(card: Card, now: datetime) -> fsrs.Card:
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


def packed(card: fsrs.Card, last: datetime) -> Card:
    """Rounded, so that it is small in a session and the same there as from its rows."""
    return (
        int(card.state),
        NO_STEP if card.step is None else card.step,
        round(card.stability or 0, 4),
        round(card.difficulty or 0, 4),
        int(last.timestamp()),
    )
