"""The statistics: pure functions of counts, each with where its formula comes from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import atanh, fsum, sqrt, tanh
from statistics import NormalDist
from typing import NamedTuple

# All intervals are of 95 %.
Z = NormalDist().inv_cdf(0.975)
# With fewer, Fisher's interval has no width to speak of.
FEWEST_PAIRS = 4


class Interval(NamedTuple):
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Pair:
    """Two numbers of a learner, and how many learners have these two."""

    x: float
    y: float
    count: int = 1


def wilson(successes: int, of: int) -> Interval | None:
    """Where the true share lies: both bounds are as far from the observed share as Z allows.

    E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
    JASA 22 (1927). Holds near 0 and 1 and for few answers, where p ± 1.96 s does not.
    """
    if not of:
        return None
    share, z2 = successes / of, Z * Z
    middle = share + z2 / (2 * of)
    reach = Z * sqrt(share * (1 - share) / of + z2 / (4 * of * of))
    low, high = (middle - reach) / (1 + z2 / of), (middle + reach) / (1 + z2 / of)
    return Interval(max(0.0, low) if successes else 0.0, min(1.0, high) if successes < of else 1.0)


def correlation(pairs: Iterable[Pair]) -> float | None:
    """Pearson's r; None where one of the two is the same for all.

    Where x is 0 or 1 this is the point-biserial correlation; between a question and the score on
    the other questions, the corrected item-total correlation: F. M. Lord and M. R. Novick,
    "Statistical Theories of Mental Test Scores" (1968), section 15.
    """
    pairs = list(pairs)
    if len({pair.x for pair in pairs}) < 2 or len({pair.y for pair in pairs}) < 2:
        return None
    of = sum(pair.count for pair in pairs)
    mean_x = fsum(pair.x * pair.count for pair in pairs) / of
    mean_y = fsum(pair.y * pair.count for pair in pairs) / of
    both = fsum((pair.x - mean_x) * (pair.y - mean_y) * pair.count for pair in pairs)
    of_x = fsum((pair.x - mean_x) ** 2 * pair.count for pair in pairs)
    of_y = fsum((pair.y - mean_y) ** 2 * pair.count for pair in pairs)
    return max(-1.0, min(1.0, both / sqrt(of_x * of_y)))


def fisher(r: float | None, of: int) -> Interval | None:
    """Where a true correlation lies. R. A. Fisher, Metron 1 (1921): atanh r is nearly normal."""
    if r is None or of < FEWEST_PAIRS:
        return None
    if abs(r) == 1:
        return Interval(r, r)
    reach = Z / sqrt(of - 3)
    return Interval(tanh(atanh(r) - reach), tanh(atanh(r) + reach))


def variance[Number: float](counted: Mapping[Number, int]) -> float:
    """Of numbers, each with how often it occurs; over all of them, not a sample."""
    of = sum(counted.values())
    mean = fsum(value * count for value, count in counted.items()) / of
    return fsum((value - mean) ** 2 * count for value, count in counted.items()) / of


def kr20(shares: Iterable[float], totals: Mapping[int, int]) -> float | None:
    """Cronbach's alpha of questions that are right or wrong, all answered by the same learners.

    `shares`: of each question, how many had it right. `totals`: how many learners had so many
    right. G. F. Kuder and M. W. Richardson, Psychometrika 2 (1937), formula 20; L. J. Cronbach,
    Psychometrika 16 (1951).
    """
    shares = list(shares)
    if len(shares) < 2 or len(totals) < 2:
        return None
    within = fsum(share * (1 - share) for share in shares)
    return len(shares) / (len(shares) - 1) * (1 - within / variance(totals))


def kr21(asked: int, totals: Mapping[int, int]) -> float | None:
    """What `kr20` would be were all questions equally hard: it asks for nothing but the totals.

    For sittings that each draw other questions, which have no table to compute `kr20` of. Never
    above it where both can be computed. Kuder and Richardson (1937), formula 21.
    """
    if asked < 2 or len(totals) < 2:
        return None
    mean = fsum(value * count for value, count in totals.items()) / sum(totals.values())
    return asked / (asked - 1) * (1 - mean * (asked - mean) / asked / variance(totals))


def length_for(wanted: float, alpha: float, asked: int) -> float:
    """How many questions like these would reach an alpha, by Spearman and Brown (1910)."""
    return asked * wanted * (1 - alpha) / (alpha * (1 - wanted))


def thirds(counted: Mapping[float, int]) -> dict[float, int]:
    """Each score's group: 0 for the weaker third, 1 for the middle, 2 for the stronger.

    Equal scores stay together, in the third that the middle of them falls into. So the groups
    are thirds only nearly.
    """
    of, below, thirds = sum(counted.values()), 0, {}
    for score in sorted(counted):
        middle = 2 * below + counted[score]
        thirds[score] = 0 if 3 * middle < 2 * of else 2 if 3 * middle > 4 * of else 1
        below += counted[score]
    return thirds
