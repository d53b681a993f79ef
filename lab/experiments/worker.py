"""The process in which experiments run: `python -m lab.experiments.worker`.

It has Django loaded but not set up, reads one order a line and forks for each, so each experiment
begins with a process that nothing has touched. It writes one answer a line. When the site that
started it is gone, its input ends and so does it.
"""

import contextlib
import gc
import json
import logging
import os
import resource
import signal
import sys
import traceback
from dataclasses import asdict
from pathlib import Path
from typing import Any

# Loaded here once, so that no run has to.
import django.contrib.sessions.backends.cached_db
import django.contrib.sessions.backends.signed_cookies
import django.core.cache.backends.locmem
import django.core.checks.registry
import django.core.management
import django.db.backends.sqlite3.base
import django.forms  # noqa: F401

from lab.experiments.registry import RUNNABLE
from lab.experiments.result import Result
from lab.experiments.sandbox.sandbox import Sandbox

# The site kills a run that takes too long. These hold where the site itself has died.
SECONDS = 10
MEGABYTES = 512


def run_here(slug: str, parameters: dict[str, Any], folder: str) -> Result:
    """Run an experiment now, in this process. Parameters in capitals are settings."""
    settings = {name: value for name, value in parameters.items() if name.isupper()}
    own = {name: value for name, value in parameters.items() if name.islower()}
    engine, installed = own.pop("engine", ""), own.pop("installed", True)
    sandbox = Sandbox(Path(folder), engine, settings, installed=installed)
    conclusion = RUNNABLE[slug].function(sandbox, **own)
    return Result(
        experiment=slug,
        parameters=parameters,
        exchanges=sandbox.server.exchanges,
        states=sandbox.states,
        findings=conclusion.findings,
        summary=conclusion.summary,
    )


def answer_order(order: str) -> str:
    try:
        return json.dumps(asdict(run_here(**json.loads(order))))
    except Exception as error:  # whatever broke, the site is told and the log has the rest
        traceback.print_exc()
        return json.dumps({"failed": f"{type(error).__name__}: {error}"})


def limit_process() -> None:
    """Bound this process in time and memory."""
    signal.alarm(SECONDS)
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    with contextlib.suppress(ValueError, OSError):  # macOS takes no such limit
        resource.setrlimit(resource.RLIMIT_AS, (MEGABYTES << 20, MEGABYTES << 20))


def fork_and_run(order: str) -> None:
    """Run one order in a child. If it dies without an answer, say so."""
    child = os.fork()
    if not child:
        limit_process()
        sys.stdout.write(answer_order(order) + "\n")
        sys.stdout.flush()
        os._exit(0)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if status:
        sys.stdout.write(json.dumps({"failed": f"the process ended with {status}"}) + "\n")
        sys.stdout.flush()


def main() -> None:
    # What Django logs on the way (errors are what experiments are about) is no news to a server.
    logging.disable(logging.CRITICAL)
    gc.freeze()
    for order in iter(sys.stdin.readline, ""):
        fork_and_run(order)


if __name__ == "__main__":
    main()
