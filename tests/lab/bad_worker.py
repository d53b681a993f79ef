"""A worker with experiments that go wrong: `python -m tests.lab.bad_worker`."""

import os
import sys
import time

from lab.experiments import worker
from lab.experiments.experiment import Outcome, experiment
from lab.experiments.lab import Lab
from lab.experiments.parameters import engine
from lab.experiments.registry import RUNNABLE


@experiment("It never ends", "", (engine(),), {})
def hangs(lab: Lab) -> Outcome:
    """A loop that no exception ends."""
    (lab.folder / f"pid-{os.getpid()}").touch()
    while True:
        time.sleep(0.01)


@experiment("It raises", "", (engine(),), {})
def breaks(lab: Lab) -> Outcome:
    """A fault of this project."""
    raise ZeroDivisionError("it broke")


@experiment("It dies", "", (engine(),), {})
def dies(lab: Lab) -> Outcome:
    """As the kernel ends a process that takes too much memory."""
    os.abort()


@experiment("It eats memory", "", (engine(),), {})
def eats(lab: Lab) -> Outcome:
    """More than a run may have."""
    return Outcome({"bytes": len(bytearray(2 << 30))}, "")


@experiment("It tells what it was given", "", (engine(),), {})
def tells(lab: Lab) -> Outcome:
    """The process's environment and its own number."""
    return Outcome({"environment": sorted(os.environ), "process": os.getpid()}, "")


if __name__ == "__main__":
    RUNNABLE.update({one.slug: one for one in (hangs, breaks, dies, eats, tells)})
    sys.stderr = open(os.devnull, "w")  # noqa: PTH123, SIM115  (for as long as it lives)
    worker.main()
