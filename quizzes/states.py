"""Where a learner stands with one question, and what can happen next: plain values.

Time comes in with the action, so that nothing here reads a clock.
"""

from msgspec import Struct


class State(Struct, frozen=True, array_like=True):
    """`picks`: the responses given, in order; `hints` and `steps`: how many are shown.

    `until` (Unix seconds): when a clock runs out, or a card is due; 0 before the first.
    `over`: ended without the learner's answer: handed in, out of time, not due yet.
    `card`: what FSRS knows of a card (see `behaviours.cards`).
    """

    picks: tuple[str, ...] = ()
    hints: int = 0
    steps: int = 0
    until: int = 0
    over: bool = False
    card: tuple[float, ...] = ()


class Pick(Struct, frozen=True):
    """Answer with this response, at a time (Unix seconds)."""

    response: str
    at: float = 0


class Hint(Struct, frozen=True):
    """Ask for one more hint."""


class Step(Struct, frozen=True):
    """Reveal one more step of the solution, or the back of a card."""


class Start(Struct, frozen=True):
    """Open the question at a time; its clock then runs for so many seconds."""

    at: float
    seconds: int


class HandIn(Struct, frozen=True):
    """Hand in the sitting, with this question in it."""


class Clock(Struct, frozen=True):
    """What time it is. Nobody does this: it happens, and it is never refused."""

    now: float


Action = Pick | Hint | Step | Start | HandIn | Clock


class NotAllowed(Exception):
    """The action is not possible now. The message says why, in words for the learner."""


class Late(NotAllowed):
    """An answer that came when the time was up: kept, but it does not count."""
