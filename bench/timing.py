"""How long one thing takes beside another: both in turn, so that whatever else the machine does
hits both."""

import gc
import random
import statistics
import time
from collections.abc import Callable
from typing import NamedTuple

BLOCK = 0.002  # seconds at least between two looks at the clock
MOST_PAIRS = 4  # times as many as asked for, where the machine is busy

# Makes so many requests.
type Requests = Callable[[int], None]


class Ratio(NamedTuple):
    """The other's time over the one's: the median of all pairs, and how far off it may be.

    `margin`: two standard errors of the median, from the distance of the quartiles.
    """

    median: float
    margin: float

    def exceeds(self, limit: float) -> bool:
        """Whether it is above the limit for certain."""
        return self.median - self.margin > limit

    def is_unclear(self, limit: float) -> bool:
        """Whether the machine was too busy to tell."""
        return abs(self.median - limit) <= self.margin

    def __str__(self) -> str:
        return f"{self.median:.3f} ±{self.margin:.3f}"


def in_turn(one: Requests, other: Requests, pairs: int, limit: float | None = None) -> Ratio:
    """Time `pairs` blocks of each. Where the limit is too near to tell, some more."""
    number = enough(one)
    other(number)
    ratios: list[float] = []
    gc.collect()
    gc.disable()
    try:
        while True:
            ratios.extend(ratio(one, other, number) for _ in range(pairs))
            found = summarize(ratios)
            told = limit is None or not found.is_unclear(limit)
            if told or len(ratios) >= MOST_PAIRS * pairs:
                return found
    finally:
        gc.enable()


def ratio(one: Requests, other: Requests, number: int) -> float:
    pair = [one, other]
    random.shuffle(pair)
    times = {run: seconds(run, number) for run in pair}
    return times[other] / times[one]


def summarize(ratios: list[float]) -> Ratio:
    low, median, high = statistics.quantiles(ratios, n=4)
    # Of the normal distribution: its deviation is 0.741 of what lies between its quartiles, and a
    # median of n values is off by 1.253 deviations over the root of n.
    error = 1.253 * 0.741 * (high - low) / len(ratios) ** 0.5
    return Ratio(median, 2 * error)


def enough(run: Requests) -> int:
    """How many requests take as long as the clock needs to be trusted."""
    run(20)
    number = 1
    while seconds(run, number) < BLOCK:
        number *= 2
    return number


def seconds(run: Requests, number: int) -> float:
    start = time.perf_counter()
    run(number)
    return time.perf_counter() - start
