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
    """`rows`: of each certainty its label, how many answers were right, and of how many.

    The surest comes first. A certainty that the learner never told has no row.
    """

    rows: list[tuple[str, int, int]]

    def __bool__(self) -> bool:
        return bool(self.rows)

    @property
    def sure_and_wrong(self) -> int:
        return sum(of - right for label, right, of in self.rows if label == Certainty.SURE.label)


def certainty_of(text: str | None) -> Certainty | None:
    """The certainty that a form sends; None for nothing, and for what no form of ours sends."""
    return next((certainty for certainty in Certainty if text == str(certainty.value)), None)


def calibration(answers: Iterable[tuple[int, bool]]) -> Calibration:
    """`answers`: of each its certainty, and whether it was right."""
    counts: dict[int, list[int]] = {}
    for certainty, right in answers:
        count = counts.setdefault(certainty, [0, 0])
        count[0] += right
        count[1] += 1
    surest_first = sorted(counts.items(), reverse=True)
    return Calibration([(Certainty(value).label, *count) for value, count in surest_first])  # type: ignore[misc]
