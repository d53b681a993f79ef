"""Where a learner stands with one question, and what they can do next: plain values."""

from msgspec import Struct


class State(Struct, frozen=True, array_like=True):
    """`picks`: the responses given, in order; `hints` and `steps`: how many are shown."""

    picks: tuple[str, ...] = ()
    hints: int = 0
    steps: int = 0


class Pick(Struct, frozen=True):
    """Answer with this response."""

    response: str


class Hint(Struct, frozen=True):
    """Ask for one more hint."""


class Step(Struct, frozen=True):
    """Reveal one more step of the solution."""


Action = Pick | Hint | Step


class NotAllowed(Exception):
    """The action is not possible now. The message says why, in words for the learner."""
