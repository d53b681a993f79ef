"""What was measured here, were the stores further away.

    time = measured + round trips x distance

`measured` is what the race found, with the connection kept or opened for the request. The round
trips are those of the commands, and where a connection is opened those that open it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from engines.engine import Engine
from engines.registry import ENGINES
from lab.benchmark.benchmark import Cost, Measurement


@dataclass(frozen=True)
class Way:
    """A request's way to its store and back: what it takes here, and how often it goes."""

    engine: Engine
    kind: str
    measured: float
    trips: int

    def seconds(self, distance: float) -> float:
        """What it would take with the store `distance` seconds of round trip away."""
        return self.measured + self.trips * distance

    def distance(self, seconds: float) -> float | None:
        """How far the store would have to be for the request to take so long; None: never."""
        return max(0.0, seconds - self.measured) / self.trips if self.trips else None


def way(measurement: Measurement, engine: Engine, kind: str, opened: bool) -> Way | None:
    """None where this was not measured."""
    cost = measurement.cost(engine.name, f"{kind}-opened" if opened else kind)
    if cost is None:
        return None
    return Way(engine, kind, cost.times.median, trips(engine, cost, opened))


def trips(engine: Engine, cost: Cost, opened: bool) -> int:
    """A file is on the disk of this server, and a cookie comes along: no round trip."""
    if not engine.can_be_remote:
        return 0
    return cost.asked + (engine.trips_to_open([*cost.reads, *cost.writes]) if opened else 0)


def ways(measurement: Measurement, opened: bool) -> Iterator[tuple[Engine, list[Way]]]:
    """Each engine that answered, reading and reading and changing."""
    for engine in ENGINES.values():
        both = [way(measurement, engine, kind, opened) for kind in ("read", "write")]
        if found := [one for one in both if one]:
            yield engine, found


@dataclass(frozen=True)
class Claim:
    """What the race says of "database sessions cost 20 to 50 ms a request", in seconds.

    `near`: how far the database would have to be for 20 and 50 ms, on a kept connection;
    `opened_near`: on one opened for the request. `more`: than on the fastest cache, here.
    `saved`: by keeping the connection.
    """

    read: float
    write: float
    opened: float
    trips: int
    opened_trips: int
    near: tuple[float | None, ...]
    opened_near: tuple[float | None, ...]
    other: Engine | None
    other_trips: int
    more: float
    saved: float


def claim(measurement: Measurement) -> Claim | None:
    """None where the database gave no answer."""
    db = ENGINES["db"]
    read, write = (way(measurement, db, kind, opened=False) for kind in ("read", "write"))
    opened = way(measurement, db, "write", opened=True)
    if not (read and write and opened):
        return None
    caches = [one for one in ENGINES.values() if one.cache and not one.keeps_rows]
    found = [one for engine in caches if (one := way(measurement, engine, "write", opened=False))]
    other = min(found, key=lambda one: one.measured, default=None)
    return Claim(
        read=read.measured,
        write=write.measured,
        opened=opened.measured,
        trips=write.trips,
        opened_trips=opened.trips,
        near=tuple(write.distance(limit) for limit in (0.020, 0.050)),
        opened_near=tuple(opened.distance(limit) for limit in (0.020, 0.050)),
        other=other.engine if other else None,
        other_trips=other.trips if other else 0,
        more=write.measured - other.measured if other else 0,
        saved=opened.measured - write.measured,
    )
