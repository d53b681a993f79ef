"""What other apps keep of a learner as rows, and what they say of it on the progress page.

`learn` shows, hands out, takes back and cuts loose these rows without knowing them.
"""

from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID


@dataclass
class Brought:
    """What came of rows from a file: how many are new, were here already, or don't fit.

    `gone` names what the rows are about and this site no longer has.
    """

    new: int = 0
    known: int = 0
    unfit: int = 0
    gone: set[str] = field(default_factory=set)


class UnfitRows(Exception):
    """Rows that no version of this site wrote."""


class Keeper(Protocol):
    """One kind of rows. `name` is theirs in a file, and in words: `answers`."""

    name: str

    def count(self, learner: UUID, lesson: str = "") -> int:
        """How many there are, of one lesson (`course/lesson`) or of all."""

    def rows(self, learner: UUID, most: int) -> list[dict[str, Any]]:
        """The newest ones, oldest first, as plain JSON under natural keys."""

    def bring(self, learner: UUID, rows: list[Any]) -> Brought:
        """Add the rows that are not here yet; those that are here stay. Raises UnfitRows."""

    def cut_loose(self, learner: UUID, stranger: UUID, lesson: str = "") -> None:
        """Make the rows a stranger's, whom nothing leads back to the learner."""


class Section(Protocol):
    """A part of the progress page, shown by `template`."""

    template: str

    def context(self, learner: UUID) -> dict[str, Any]:
        """For the template; empty where there is nothing to show yet."""


KEEPERS: list[Keeper] = []
SECTIONS: list[Section] = []


def count(learner: UUID | None, lesson: str = "") -> int:
    return sum(keeper.count(learner, lesson) for keeper in KEEPERS) if learner else 0


def sections(learner: UUID | None) -> list[dict[str, Any]]:
    """The parts that have something to show, each with its template."""
    if learner is None:
        return []
    found = [(section.template, section.context(learner)) for section in SECTIONS]
    return [{"template": template, **context} for template, context in found if context]
