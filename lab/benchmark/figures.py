"""Figures of what was measured here, as tables with bars. A new figure is one entry in FIGURES."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from engines.engine import Engine
from engines.registry import ENGINES
from lab.benchmark.benchmark import Cost, Measurement
from lab.benchmark.store import COMMAND, is_fresh, kept


@dataclass(frozen=True)
class Cell:
    """A value in words, and its bar: `width` in percent of the longest in the figure."""

    value: str
    width: int
    more: str = ""


@dataclass(frozen=True)
class Row:
    """`engine` is empty where the row is of no engine: it names the colour."""

    name: str
    engine: str
    cells: list[Cell]


@dataclass(frozen=True)
class Figure:
    title: str
    about: str
    first: str
    columns: list[str]
    rows: list[Row]


type Maker = Callable[[Measurement], Figure]


def engine_costs(measurement: Measurement) -> Figure:
    """Times of reading and of reading and changing, engine by engine."""
    found = list(pairs(measurement))
    longest = max((cost.times.median for _, costs in found for cost in costs), default=1)

    def cell(cost: Cost) -> Cell:
        return Cell(
            milliseconds(cost.times.median),
            percent(cost.times.median, longest),
            f"{measurement.ratio(cost):.0f} times bare, 95 % within {milliseconds(cost.times.p95)}",
        )

    return Figure(
        title="Time of a request, by engine",
        about=(
            f"Medians. The bare view, without any session, took "
            f"{milliseconds(measurement.bare.median)}. The session holds about 200 bytes."
        ),
        first="Engine",
        columns=["Read", "Read and change"],
        rows=[
            Row(engine.name, engine.name, [cell(cost) for cost in costs]) for engine, costs in found
        ],
    )


def round_trips(measurement: Measurement) -> Figure:
    """How often a request asks its store, engine by engine."""
    found = list(pairs(measurement))
    most = max((cost.asked for _, costs in found for cost in costs), default=0)
    return Figure(
        title="How often a request asks its store",
        about="Counted at the store, as the panel on this page counts. A file counts as one.",
        first="Engine",
        columns=["Read", "Read and change"],
        rows=[
            Row(engine.name, engine.name, [counted(cost, most) for cost in costs])
            for engine, costs in found
        ],
    )


def queries(measurement: Measurement) -> Figure:
    """SQL queries of a request on `db`, by what its view does with the session."""
    kinds = {"untouched": "Leaves it alone", "read": "Reads it", "write": "Reads and changes it"}
    found = [(name, measurement.cost("db", kind)) for kind, name in kinds.items()]
    costs = [(name, cost) for name, cost in found if cost]
    most = max((cost.asked for _, cost in costs), default=0)
    return Figure(
        title="SQL queries of a request, on db",
        about="For a session that exists already, on a connection that is open.",
        first="The view",
        columns=["Queries"],
        rows=[Row(name, "db", [counted(cost, most)]) for name, cost in costs],
    )


FIGURES: dict[str, Maker] = {
    "engine-costs": engine_costs,
    "queries": queries,
    "round-trips": round_trips,
}


def pairs(measurement: Measurement) -> Iterator[tuple[Engine, list[Cost]]]:
    """Each engine that answered, with the costs of reading and of reading and changing."""
    for engine in ENGINES.values():
        found = [measurement.cost(engine.name, kind) for kind in ("read", "write")]
        if costs := [cost for cost in found if cost]:
            yield engine, costs


def counted(cost: Cost, most: int) -> Cell:
    commands = [*cost.reads.items(), *cost.writes.items()]
    words = " + ".join(f"{number} {command}" for command, number in commands)
    return Cell(str(cost.asked), percent(cost.asked, most), words)


def percent(value: float, longest: float) -> int:
    return round(100 * value / longest) if longest else 0


def milliseconds(seconds: float) -> str:
    value = seconds * 1000
    return f"{value:.3f} ms" if value < 0.1 else f"{value:.2f} ms"


# --- On the page ------------------------------------------------------------------------------


def shown(request: HttpRequest, name: str) -> SafeString:
    """The figure as HTML, with a button where it is missing, old, or the reader is staff.

    A page never waits for a measurement.
    """
    if name not in FIGURES:
        return SafeString("")
    measurement = kept()
    figure = drawn(name, measurement) if measurement else None
    if figure and is_fresh(measurement) and not is_staff(request):
        return figure
    return render_to_string("lab/measure.html", {"figure": figure}, request)


@lru_cache(maxsize=32)
def drawn(name: str, measurement: Measurement) -> SafeString:
    """The same for every reader, so it is made once for each measurement."""
    context = {
        "figure": FIGURES[name](measurement),
        "measurement": measurement,
        "command": COMMAND,
        "count": min(cost.times.count for cost in measurement.costs) if measurement.costs else 0,
    }
    return render_to_string("lab/figure.html", context)


def is_staff(request: HttpRequest) -> bool:
    return bool(getattr(request, "user", None) and request.user.is_staff)
