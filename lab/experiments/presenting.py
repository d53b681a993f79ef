"""A result in words, for a page."""

from dataclasses import dataclass

from lab.experiments.experiment import Experiment
from lab.experiments.parameters import format_value
from lab.experiments.registry import EXPERIMENTS
from lab.experiments.result import Exchange, PlainValue, Result, StoreState

UNITS = ((365 * 86_400, "y"), (86_400, "d"), (3_600, "h"), (60, "min"), (1, "s"))


@dataclass(frozen=True)
class PresentedExchange:
    """`when`: on the clock of the experiment, since it began, in words."""

    when: str
    exchange: Exchange


@dataclass(frozen=True)
class PresentedResult:
    """`parameters` and `findings`: what each is about, and its value in words."""

    experiment: Experiment
    summary: str
    parameters: list[tuple[str, str]]
    findings: list[tuple[str, str]]
    exchanges: list[PresentedExchange]
    states: list[StoreState]


def present_result(result: Result) -> PresentedResult:
    experiment = EXPERIMENTS[result.experiment]
    return PresentedResult(
        experiment=experiment,
        summary=result.summary,
        parameters=[(name, format_value(value)) for name, value in result.parameters.items()],
        findings=[
            (experiment.finds[name], describe_finding(value))
            for name, value in result.findings.items()
        ],
        exchanges=[
            PresentedExchange(describe_moment(exchange.at), exchange)
            for exchange in result.exchanges
        ],
        states=result.states,
    )


def describe_finding(value: PlainValue) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(value) or "none"
    return str(value)


def describe_moment(seconds: float) -> str:
    """A moment on the experiment's clock, to the second: `after 59 min 59 s`.

    It is not rounded further, because experiments look a second before and after an end.
    """
    left, parts = round(seconds), []
    for size, unit in UNITS:
        number, left = divmod(left, size)
        if number:
            parts.append(f"{number} {unit}")
    return f"after {' '.join(parts)}" if parts else "at the start"
