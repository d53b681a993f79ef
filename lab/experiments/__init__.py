"""Experiments: what Django's own sessions do with given settings, found out by running them.

Proofs under questions, the drills of the lab and the tests run these. Each run has a process of
its own, with a Django, a clock, a cache, a database and a folder of its own: nothing of the site
that asks is read or changed (`docs/decisions/0017-experiments-run-in-a-process-of-their-own.md`).

    from lab.experiments import EXPERIMENTS, run

    result = run("age-after-last-save", engine="db", SESSION_COOKIE_AGE=3600)
    result.found["read_extends"]  # False
"""

from lab.experiments.allowance import ALLOWANCE, TooOften
from lab.experiments.experiment import Experiment
from lab.experiments.parameters import Parameter, WrongParameters, checked, written
from lab.experiments.pool import Busy, Failed, NoResult, TookTooLong
from lab.experiments.registry import EXPERIMENTS
from lab.experiments.result import Exchange, Held, Result, agree, unmet
from lab.experiments.running import run
from lab.experiments.telling import ShownResult, shown, told

__all__ = [
    "ALLOWANCE",
    "EXPERIMENTS",
    "Busy",
    "Exchange",
    "Experiment",
    "Failed",
    "Held",
    "NoResult",
    "Parameter",
    "Result",
    "ShownResult",
    "TooOften",
    "TookTooLong",
    "WrongParameters",
    "agree",
    "checked",
    "run",
    "shown",
    "told",
    "unmet",
    "written",
]
