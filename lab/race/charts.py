"""A race and a distance as tables with drawn bars: what is in percent is a place in a drawing."""

from dataclasses import dataclass

from engines.engine import Engine
from lab.benchmark.benchmark import Cost, Measurement
from lab.benchmark.figures import milliseconds, pairs, percent
from lab.race.distance import ways


@dataclass(frozen=True)
class Spread:
    """One kind of request in one engine. `low` to `high` is a box, `p95` the end of a line."""

    cost: Cost
    longest: float

    @property
    def median(self) -> str:
        return milliseconds(self.cost.times.median)

    @property
    def words(self) -> str:
        times = self.cost.times
        low, high = milliseconds(times.low), milliseconds(times.high)
        return f"half within {low} to {high}, 95 % within {milliseconds(times.p95)}"

    @property
    def box(self) -> tuple[float, float]:
        """Where it begins, and how wide it is."""
        times = self.cost.times
        return self.at(times.low), self.at(times.high - times.low)

    @property
    def line(self) -> tuple[float, float]:
        times = self.cost.times
        return self.at(times.low), self.at(times.p95 - times.low)

    @property
    def tick(self) -> float:
        return self.at(self.cost.times.median)

    def at(self, seconds: float) -> float:
        return percent(seconds, self.longest)


def race_chart(measurement: Measurement) -> list[tuple[Engine, list[Spread]]]:
    """Each engine that answered: the times of reading, and of reading and changing."""
    found = list(pairs(measurement))
    longest = max((cost.times.p95 for _, costs in found for cost in costs), default=1)
    return [(engine, [Spread(cost, longest) for cost in costs]) for engine, costs in found]


@dataclass(frozen=True)
class Bar:
    time: str
    width: float
    trips: int


def distance_chart(
    measurement: Measurement, distance: float, opened: bool
) -> list[tuple[Engine, list[Bar]]]:
    """The same with every store `distance` milliseconds of round trip away."""
    found = [
        (engine, [(way.seconds(distance / 1000), way.trips) for way in both])
        for engine, both in ways(measurement, opened)
    ]
    longest = max((seconds for _, both in found for seconds, _ in both), default=1)
    return [
        (engine, [Bar(milliseconds(one), percent(one, longest), trips) for one, trips in both])
        for engine, both in found
    ]
