"""Run an experiment, from the site or from a test."""

from dataclasses import replace
from typing import Any

from lab.experiments.parameters import WrongParameters, check_parameters
from lab.experiments.pool import POOL
from lab.experiments.registry import RUNNABLE
from lab.experiments.result import Result


def run_experiment(slug: str, **parameters: Any) -> Result:
    """Run it in a process of its own, with these parameters and the defaults for the others.

    Raises `WrongParameters` before anything is run, and a `NoResult` (`Busy`, `TookTooLong` or
    `Failed`) where there is nothing to show.
    """
    if slug not in RUNNABLE:
        raise WrongParameters(f"No experiment {slug!r}. There are: {', '.join(RUNNABLE)}.")
    chosen = check_parameters(RUNNABLE[slug].parameters, parameters)
    result = Result.from_json(POOL.run(slug, chosen))
    return replace(result, parameters=chosen)
