"""What apps keep of a learner as rows: how `learn` counts, exports, restores and detaches them."""

from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID


@dataclass
class RestoredRows:
    """What came of rows from a file: how many are new, were here already, or do not fit.

    `gone` names what the rows are about and this site no longer has.
    """

    new: int = 0
    known: int = 0
    unfit: int = 0
    gone: set[str] = field(default_factory=set)


class UnfitRows(Exception):
    """The rows have a shape that no version of this site wrote."""


class LearnerRows(Protocol):
    """One kind of rows. `name` is their name in a file and in sentences: `answers`."""

    name: str

    def count(self, learner: UUID, lesson: str = "") -> int:
        """Return how many rows there are, of one lesson (`course/lesson`) or of all."""

    def rows(self, learner: UUID, most: int) -> list[dict[str, Any]]:
        """Return the newest rows, oldest first, as plain JSON under natural keys."""

    def bring(self, learner: UUID, rows: list[Any]) -> RestoredRows:
        """Add the rows that are not here yet. Those that are here stay. Raises UnfitRows."""

    def cut_loose(self, learner: UUID, stranger: UUID, lesson: str = "") -> None:
        """Give the rows to a stranger, from whom nothing leads back to the learner."""
