"""What was measured here, were the stores further away.

    time = measured + round trips x distance

`measured` is what the race found, with the connection kept or opened for the request. The round
trips are those of the commands, and where a connection is opened also those that open it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from engines.engine import Engine
from engines.registry import ENGINES
from lab.benchmark.measurement import Cost, Measurement


@dataclass(frozen=True)
class RequestModel:
    """What a request takes here, in seconds, and how often it goes to its store and back."""

    engine: Engine
    kind: str
    measured: float
    trips: int

    def seconds_at(self, distance: float) -> float:
        """What it would take with the store `distance` seconds of round trip away."""
        return self.measured + self.trips * distance

    def distance_for(self, seconds: float) -> float | None:
        """How far the store would have to be for the request to take so long.

        In seconds of round trip; None where no distance makes it take longer.
        """
        return max(0.0, seconds - self.measured) / self.trips if self.trips else None


def model_request(
    measurement: Measurement, engine: Engine, kind: str, opened: bool
) -> RequestModel | None:
    """None where this was not measured."""
    cost = measurement.cost(engine.name, f"{kind}-opened" if opened else kind)
    if cost is None:
        return None
    return RequestModel(engine, kind, cost.times.median, count_trips(engine, cost, opened))


def count_trips(engine: Engine, cost: Cost, opened: bool) -> int:
    """None for a file, which is on the disk of this server, and for a cookie, which comes along."""
    if not engine.can_be_remote:
        return 0
    return cost.asked + (engine.trips_to_open([*cost.reads, *cost.writes]) if opened else 0)


def model_requests(
    measurement: Measurement, opened: bool
) -> Iterator[tuple[Engine, list[RequestModel]]]:
    """Each engine that answered, with reading and with reading and changing."""
    for engine in ENGINES.values():
        both = [model_request(measurement, engine, kind, opened) for kind in ("read", "write")]
        if models := [model for model in both if model]:
            yield engine, models


@dataclass(frozen=True)
class Claim:
    """What the race says of "database sessions cost 20 to 50 ms a request", in seconds.

    `near`: how far the database would have to be for 20 and 50 ms, on a kept connection;
    `opened_near`: the same on one opened for the request. `other`: the fastest cache, and `more`:
    what the database takes more than it, here. `saved`: what keeping the connection saves.
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


def examine_claim(measurement: Measurement) -> Claim | None:
    """None where the database gave no answer."""
    db = ENGINES["db"]
    read, write = (model_request(measurement, db, kind, opened=False) for kind in ("read", "write"))
    opened = model_request(measurement, db, "write", opened=True)
    if not (read and write and opened):
        return None
    other = fastest_cache(measurement)
    return Claim(
        read=read.measured,
        write=write.measured,
        opened=opened.measured,
        trips=write.trips,
        opened_trips=opened.trips,
        near=tuple(write.distance_for(limit) for limit in (0.020, 0.050)),
        opened_near=tuple(opened.distance_for(limit) for limit in (0.020, 0.050)),
        other=other.engine if other else None,
        other_trips=other.trips if other else 0,
        more=write.measured - other.measured if other else 0,
        saved=opened.measured - write.measured,
    )


def fastest_cache(measurement: Measurement) -> RequestModel | None:
    """Reading and changing on the fastest engine that is a cache alone, on a kept connection."""
    caches = [engine for engine in ENGINES.values() if engine.cache and not engine.keeps_rows]
    models = [model_request(measurement, engine, "write", opened=False) for engine in caches]
    measured = [model for model in models if model]
    return min(measured, key=lambda model: model.measured, default=None)
