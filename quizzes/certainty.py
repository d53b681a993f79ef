"""How sure learners say they are, and how often they are right to be."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import IntegerChoices


class Certainty(IntegerChoices):
    GUESS = 1, "guess"
    FAIRLY = 2, "fairly"
    SURE = 3, "sure"


@dataclass(frozen=True)
class Calibration:
    """`rows`: for each certainty that was said its label, how many answers were right, of how many.

    The surest comes first.
    """

    rows: list[tuple[str, int, int]]

    def __bool__(self) -> bool:
        return bool(self.rows)

    @property
    def sure_and_wrong(self) -> int:
        return sum(of - right for label, right, of in self.rows if label == Certainty.SURE.label)


def certainty_of(text: str | None) -> Certainty | None:
    """What a form says; nothing, and what no form of ours sends, is nothing said."""
    return next((one for one in Certainty if text == str(one.value)), None)


def calibration(said: Iterable[tuple[int, bool]]) -> Calibration:
    """Of answers, each with its certainty and whether it was right."""
    counts: dict[int, list[int]] = {}
    for certainty, right in said:
        count = counts.setdefault(certainty, [0, 0])
        count[0] += right
        count[1] += 1
    surest_first = sorted(counts, reverse=True)
    return Calibration([(Certainty(one).label, *counts[one]) for one in surest_first])  # type: ignore[misc]
