"""What every experiment has; a topic's module makes its own with `@experiment`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from lab.experiments.parameters import Parameter
from lab.experiments.result import Plain


class Outcome(NamedTuple):
    """The named conclusions, and one sentence that tells them."""

    found: dict[str, Plain]
    told: str


@dataclass(frozen=True)
class Experiment:
    """An experiment as those who choose one see it.

    `shows`: what it is for, in a sentence. `finds`: the names in its `found`, and what each means.
    `source`: where Django says so. `function`: run in a worker's process only.
    """

    slug: str
    title: str
    shows: str
    parameters: tuple[Parameter, ...]
    finds: dict[str, str]
    source: str
    function: Callable[..., Outcome]


def experiment(
    title: str,
    shows: str,
    parameters: tuple[Parameter, ...],
    finds: dict[str, str],
) -> Callable[[Callable[..., Outcome]], Experiment]:
    """Make a function an experiment, with its name as the slug and its docstring as the source."""

    def make(function: Callable[..., Outcome]) -> Experiment:
        slug = function.__name__.replace("_", "-")
        source = " ".join((function.__doc__ or "").split())
        return Experiment(slug, title, shows, parameters, finds, source, function)

    return make
