"""A worker with experiments that go wrong: `python -m tests.lab.bad_worker`."""

import os
import sys
import time

from lab.experiments import worker
from lab.experiments.experiment import Conclusion, experiment
from lab.experiments.parameters import engine_parameter
from lab.experiments.registry import RUNNABLE
from lab.experiments.sandbox.sandbox import Sandbox


@experiment("It never ends", "", (engine_parameter(),), {})
def hangs(sandbox: Sandbox) -> Conclusion:
    """A loop that no exception ends."""
    (sandbox.folder / f"pid-{os.getpid()}").touch()
    while True:
        time.sleep(0.01)


@experiment("It raises", "", (engine_parameter(),), {})
def breaks(sandbox: Sandbox) -> Conclusion:
    """A fault of this project."""
    raise ZeroDivisionError("it broke")


@experiment("It dies", "", (engine_parameter(),), {})
def dies(sandbox: Sandbox) -> Conclusion:
    """As the kernel ends a process that takes too much memory."""
    os.abort()


@experiment("It eats memory", "", (engine_parameter(),), {})
def eats(sandbox: Sandbox) -> Conclusion:
    """More than a run may have."""
    return Conclusion({"bytes": len(bytearray(2 << 30))}, "")


@experiment("It tells what it was given", "", (engine_parameter(),), {})
def tells(sandbox: Sandbox) -> Conclusion:
    """The process's environment and its own number."""
    return Conclusion({"environment": sorted(os.environ), "process": os.getpid()}, "")


if __name__ == "__main__":
    RUNNABLE.update({one.slug: one for one in (hangs, breaks, dies, eats, tells)})
    sys.stderr = open(os.devnull, "w")  # noqa: PTH123, SIM115  (for as long as it lives)
    worker.main()
