"""A result in words, for a page."""

from dataclasses import dataclass
from typing import Any

from engines.experiments.experiment import Experiment
from engines.experiments.registry import EXPERIMENTS
from engines.experiments.result import Exchange, Held, Plain, Result

UNITS = ((365 * 86_400, "year"), (86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second"))


@dataclass(frozen=True)
class ShownExchange:
    """`when`: on the experiment's clock, since it began."""

    when: str
    exchange: Exchange


@dataclass(frozen=True)
class ShownResult:
    """`parameters` and `found`: what each is about, and its value in words."""

    experiment: Experiment
    told: str
    parameters: list[tuple[str, str]]
    found: list[tuple[str, str]]
    exchanges: list[ShownExchange]
    store: list[Held]


def shown(result: Result) -> ShownResult:
    experiment = EXPERIMENTS[result.experiment]
    return ShownResult(
        experiment=experiment,
        told=result.told,
        parameters=[(name, as_python(value)) for name, value in result.parameters.items()],
        found=[(experiment.finds[name], told(value)) for name, value in result.found.items()],
        exchanges=[ShownExchange(when(one.at), one) for one in result.exchanges],
        store=result.store,
    )


def as_python(value: Any) -> str:
    """A parameter as a settings file would have it; words stay without quotes."""
    return value if isinstance(value, str) else repr(value)


def told(value: Plain) -> str:
    """A finding in words."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(value) or "none"
    return str(value)


def when(seconds: float) -> str:
    if seconds < 1:
        return "at the start"
    size, unit = next((size, unit) for size, unit in UNITS if seconds >= size)
    number = round(seconds / size, 1)
    return f"after {number:g} {unit}{'' if number == 1 else 's'}"
