"""What a benchmark finds: times and commands of each kind of request in each engine."""

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

type Commands = dict[str, int]


@dataclass(frozen=True)
class Times:
    """The times of `count` requests, in seconds.

    95 of 100 requests took at most `p95`. The half in the middle took `low` to `high`.
    """

    count: int
    median: float
    p95: float
    low: float
    high: float


@dataclass(frozen=True)
class Cost:
    """What one kind of request costs in one engine.

    `reads` and `writes`: the commands that its store got for one request, by name.
    """

    engine: str
    kind: str
    times: Times
    reads: Commands
    writes: Commands

    @property
    def asked(self) -> int:
        """How many times the request asked its store. A cookie goes with the response."""
        both = chain(self.reads.items(), self.writes.items())
        return sum(number for command, number in both if command != "Set-Cookie")


@dataclass(frozen=True, eq=False)
class Measurement:
    """What a benchmark found, at this moment.

    `bare`: the times of the view without any session. `silent`: the names of the engines that
    did not answer.
    """

    at: datetime
    bare: Times
    costs: tuple[Cost, ...]
    silent: tuple[str, ...]

    def cost(self, engine: str, kind: str) -> Cost | None:
        """None where this was not measured."""
        matching = (cost for cost in self.costs if (cost.engine, cost.kind) == (engine, kind))
        return next(matching, None)

    def ratio(self, cost: Cost) -> float:
        """How many times as long as the bare view it took, by the medians."""
        return cost.times.median / self.bare.median


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest value that at least `percent` of 100 values do not exceed."""
    return sorted(values)[max(0, math.ceil(len(values) * percent / 100) - 1)]


def summarize_times(seconds: Sequence[float]) -> Times:
    return Times(
        count=len(seconds),
        median=statistics.median(seconds),
        p95=percentile(seconds, 95),
        low=percentile(seconds, 25),
        high=percentile(seconds, 75),
    )
