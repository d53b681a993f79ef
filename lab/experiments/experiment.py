"""What every experiment has. A function becomes one with `@experiment`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from lab.experiments.parameters import Parameter
from lab.experiments.result import PlainValue


class Conclusion(NamedTuple):
    """What an experiment concludes: named findings, and one sentence that sums them up."""

    findings: dict[str, PlainValue]
    summary: str


@dataclass(frozen=True)
class Experiment:
    """An experiment as those who choose one see it.

    `shows`: what it is for, in a sentence. `finds`: the name of each finding, and what it means.
    `source`: where Django says so. `function`: it runs in the process of a worker only.
    """

    slug: str
    title: str
    shows: str
    parameters: tuple[Parameter, ...]
    finds: dict[str, str]
    source: str
    function: Callable[..., Conclusion]


def experiment(
    title: str,
    shows: str,
    parameters: tuple[Parameter, ...],
    finds: dict[str, str],
) -> Callable[[Callable[..., Conclusion]], Experiment]:
    """Make a function an experiment, with its name as the slug and its docstring as the source."""

    def make(function: Callable[..., Conclusion]) -> Experiment:
        slug = function.__name__.replace("_", "-")
        source = " ".join((function.__doc__ or "").split())
        return Experiment(slug, title, shows, parameters, finds, source, function)

    return make
