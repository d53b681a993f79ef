"""A result in words, for a page."""

from dataclasses import dataclass

from lab.experiments.experiment import Experiment
from lab.experiments.parameters import written
from lab.experiments.registry import EXPERIMENTS
from lab.experiments.result import Exchange, Held, Plain, Result

UNITS = ((365 * 86_400, "y"), (86_400, "d"), (3_600, "h"), (60, "min"), (1, "s"))


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
        parameters=[(name, written(value)) for name, value in result.parameters.items()],
        found=[(experiment.finds[name], told(value)) for name, value in result.found.items()],
        exchanges=[ShownExchange(when(one.at), one) for one in result.exchanges],
        store=result.store,
    )


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
    """Exact, as experiments look a second before and after: `after 59 min 59 s`."""
    left, parts = round(seconds), []
    for size, unit in UNITS:
        number, left = divmod(left, size)
        if number:
            parts.append(f"{number} {unit}")
    return f"after {' '.join(parts)}" if parts else "at the start"
