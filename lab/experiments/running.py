"""Run an experiment, from the site or from a test."""

from dataclasses import replace
from typing import Any

from lab.experiments.parameters import WrongParameters, checked
from lab.experiments.pool import POOL
from lab.experiments.registry import RUNNABLE
from lab.experiments.result import Result


def run(slug: str, **parameters: Any) -> Result:
    """Run it in a process of its own, with these parameters and the defaults for the others.

    Raises `WrongParameters` before anything is run; `Busy`, `TookTooLong` or `Failed`, all of them
    a `NoResult`, where there is nothing to show.
    """
    if slug not in RUNNABLE:
        raise WrongParameters(f"No experiment {slug!r}. There are: {', '.join(RUNNABLE)}.")
    chosen = checked(RUNNABLE[slug].parameters, parameters)
    result = Result.of(POOL.run(slug, chosen))
    return replace(result, parameters=chosen)
