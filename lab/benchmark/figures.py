"""Figures of what was measured here, as tables with bars. A new figure is one entry in FIGURES."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from engines.engine import Engine
from engines.registry import ENGINES
from lab.benchmark.measurement import Cost, Measurement
from lab.formatting import bar_width, format_request_time


@dataclass(frozen=True)
class FigureCell:
    """A value in words, and its bar: `width` in percent of the longest in the figure."""

    value: str
    width: int
    more: str = ""


@dataclass(frozen=True)
class FigureRow:
    """`engine`: it gives the colour; empty where the row is of no engine."""

    name: str
    engine: str
    cells: list[FigureCell]


@dataclass(frozen=True)
class Figure:
    """`first`: the heading of the rows' names. `columns`: those of their cells."""

    title: str
    about: str
    first: str
    columns: list[str]
    rows: list[FigureRow]


def engine_costs(measurement: Measurement) -> Figure:
    """The times of reading, and of reading and changing, engine by engine."""
    rows = list(costs_by_engine(measurement))
    longest = max((cost.times.median for _, costs in rows for cost in costs), default=1)

    def cell(cost: Cost) -> FigureCell:
        p95 = format_request_time(cost.times.p95)
        return FigureCell(
            format_request_time(cost.times.median),
            bar_width(cost.times.median, longest),
            f"{measurement.ratio(cost):.0f} times a view without a session; "
            f"95 of 100 took under {p95}",
        )

    return Figure(
        title="Time of a request, by engine",
        about=(
            f"Medians. A view without a session took "
            f"{format_request_time(measurement.bare.median)}. The session holds about 200 bytes."
        ),
        first="Engine",
        columns=["Read", "Read and change"],
        rows=[
            FigureRow(engine.name, engine.name, [cell(cost) for cost in costs])
            for engine, costs in rows
        ],
    )


def round_trips(measurement: Measurement) -> Figure:
    """How often a request asks its store, engine by engine."""
    rows = list(costs_by_engine(measurement))
    most = max((cost.asked for _, costs in rows for cost in costs), default=0)
    return Figure(
        title="How often a request asks its store",
        about="Counted at the store, as the panel on this page counts. A file counts as one.",
        first="Engine",
        columns=["Read", "Read and change"],
        rows=[
            FigureRow(engine.name, engine.name, [command_cell(cost, most) for cost in costs])
            for engine, costs in rows
        ],
    )


def queries(measurement: Measurement) -> Figure:
    """SQL queries of a request on `db`, by what its view does with the session."""
    kinds = {"untouched": "Leaves it alone", "read": "Reads it", "write": "Reads and changes it"}
    costs = {name: measurement.cost("db", kind) for kind, name in kinds.items()}
    rows = [(name, cost) for name, cost in costs.items() if cost]
    most = max((cost.asked for _, cost in rows), default=0)
    return Figure(
        title="SQL queries of a request, on db",
        about="For a session that exists already, on a connection that is open.",
        first="The view",
        columns=["Queries"],
        rows=[FigureRow(name, "db", [command_cell(cost, most)]) for name, cost in rows],
    )


FIGURES: dict[str, Callable[[Measurement], Figure]] = {
    "engine-costs": engine_costs,
    "queries": queries,
    "round-trips": round_trips,
}


def costs_by_engine(measurement: Measurement) -> Iterator[tuple[Engine, list[Cost]]]:
    """Each engine that answered, with the costs of reading and of reading and changing."""
    for engine in ENGINES.values():
        costs = [measurement.cost(engine.name, kind) for kind in ("read", "write")]
        if measured := [cost for cost in costs if cost]:
            yield engine, measured


def command_cell(cost: Cost, most: int) -> FigureCell:
    """How many commands the store got, and which. `most`: the number of the longest bar."""
    commands = [*cost.reads.items(), *cost.writes.items()]
    words = " + ".join(f"{number} {command}" for command, number in commands)
    return FigureCell(str(cost.asked), bar_width(cost.asked, most), words)
