"""A race and a distance as tables with drawn bars: what is in percent is a place in a drawing."""

from dataclasses import dataclass

from engines.engine import Engine
from lab.benchmark.figures import costs_by_engine
from lab.benchmark.measurement import Cost, Measurement
from lab.formatting import bar_width, format_request_time
from lab.race.distance import model_requests


@dataclass(frozen=True)
class Spread:
    """One kind of request in one engine. `low` to `high` is a box, `p95` the end of a line."""

    cost: Cost
    longest: float

    @property
    def median(self) -> str:
        return format_request_time(self.cost.times.median)

    @property
    def words(self) -> str:
        times = self.cost.times
        low, high = format_request_time(times.low), format_request_time(times.high)
        return f"half within {low} to {high}, 95 % within {format_request_time(times.p95)}"

    @property
    def box(self) -> tuple[float, float]:
        """Where it begins, and how wide it is."""
        return self.between(self.cost.times.low, self.cost.times.high)

    @property
    def line(self) -> tuple[float, float]:
        """Where it begins, and how wide it is."""
        return self.between(self.cost.times.low, self.cost.times.p95)

    @property
    def tick(self) -> float:
        return self.at(self.cost.times.median)

    def between(self, begin: float, end: float) -> tuple[float, float]:
        """Both ends are rounded, not the width: so the median's tick never lies outside."""
        return self.at(begin), self.at(end) - self.at(begin)

    def at(self, seconds: float) -> float:
        return bar_width(seconds, self.longest)


def race_chart(measurement: Measurement) -> list[tuple[Engine, list[Spread]]]:
    """Each engine that answered: the times of reading, and of reading and changing."""
    rows = list(costs_by_engine(measurement))
    longest = max((cost.times.p95 for _, costs in rows for cost in costs), default=1)
    return [(engine, [Spread(cost, longest) for cost in costs]) for engine, costs in rows]


@dataclass(frozen=True)
class DistanceBar:
    """`trips`: round trips between the site and the store."""

    time: str
    width: float
    trips: int


def distance_chart(
    measurement: Measurement, distance: float, opened: bool
) -> list[tuple[Engine, list[DistanceBar]]]:
    """The same with every store `distance` milliseconds of round trip away.

    `opened`: each request opens its connections.
    """
    rows = [
        (engine, [(model.seconds_at(distance / 1000), model.trips) for model in models])
        for engine, models in model_requests(measurement, opened)
    ]
    longest = max((seconds for _, bars in rows for seconds, _ in bars), default=1)
    return [
        (
            engine,
            [
                DistanceBar(format_request_time(seconds), bar_width(seconds, longest), trips)
                for seconds, trips in bars
            ],
        )
        for engine, bars in rows
    ]
