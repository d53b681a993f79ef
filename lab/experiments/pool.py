"""The processes that run experiments: started on demand, few at once, killed when they hang."""

import atexit
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
WORKER = "lab.experiments.worker"
SECONDS = 5.0
AT_ONCE = 2


class NoResult(Exception):
    """An experiment gave no result. The site, its sessions and your answers are as they were."""


class Busy(NoResult):
    """Too many run at once."""


class TookTooLong(NoResult):
    """It was stopped at the time limit."""


class Failed(NoResult):
    """It broke: a fault of this project, or of the machine."""


class Worker:
    """A process that waits with Django loaded, and forks for each run."""

    def __init__(self, module: str) -> None:
        self.late = False
        # Nothing of the site's environment goes along: no settings, no addresses, no secrets.
        self.process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-P", "-m", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd="/",
            env={"PATH": os.defpath, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
            start_new_session=True,
        )

    def ask(self, order: dict[str, Any], seconds: float) -> dict[str, Any]:
        """Hand over an order and wait for the answer. After a `NoResult` the worker is no more."""
        assert self.process.stdin  # noqa: S101
        assert self.process.stdout  # noqa: S101
        timer = threading.Timer(seconds, self.end_late)
        timer.start()
        try:
            self.process.stdin.write(json.dumps(order) + "\n")
            self.process.stdin.flush()
            answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        except (OSError, ValueError):  # the process died with its pipes, or within a line
            self.stop()
            if self.late:
                raise TookTooLong(f"Stopped after {seconds:g} s. Try it again.") from None
            raise Failed("Its process ended early. The server's log may say why.") from None
        finally:
            timer.cancel()
            timer.join()
        return answer

    def end_late(self) -> None:
        self.late = True
        self.kill()

    def alive(self) -> bool:
        return self.process.poll() is None

    def kill(self) -> None:
        """End it and what it forked, at once."""
        if self.alive():
            os.killpg(self.process.pid, signal.SIGKILL)

    def stop(self) -> None:
        self.kill()
        self.process.communicate()


class Pool:
    """Lends out workers. One that is done waits for the next run; the others are let go."""

    def __init__(self, module: str = WORKER, seconds: float = SECONDS, at_once: int = AT_ONCE):
        self.module = module
        self.seconds = seconds
        self.idle: list[Worker] = []  # one at most
        self.lock = threading.Lock()
        self.free = threading.BoundedSemaphore(at_once)

    def run(self, slug: str, parameters: dict[str, Any]) -> dict[str, Any]:
        """The result of an experiment, as the worker told it. The folder it had is removed."""
        if not self.free.acquire(timeout=self.seconds):
            raise Busy("Other experiments are running. Try it again in a few seconds.")
        try:
            with tempfile.TemporaryDirectory(prefix="stateful-experiment-") as folder:
                return self._ask({"slug": slug, "parameters": parameters, "folder": folder})
        finally:
            self.free.release()

    def _ask(self, order: dict[str, Any]) -> dict[str, Any]:
        worker = self._take()
        answer = worker.ask(order, self.seconds)
        self._put_back(worker)
        if "failed" in answer:
            raise Failed(f"{order['slug']} broke: {answer['failed']}")
        return answer

    def _take(self) -> Worker:
        with self.lock:
            worker = self.idle.pop() if self.idle else None
        if worker and not worker.alive():
            worker.stop()
            worker = None
        return worker or Worker(self.module)

    def _put_back(self, worker: Worker) -> None:
        with self.lock:
            # One that answered at the last moment is being killed.
            if not self.idle and not worker.late:
                self.idle.append(worker)
                return
        worker.stop()

    def close(self) -> None:
        """Let the waiting worker go."""
        while self.idle:
            self.idle.pop().stop()


POOL = Pool()
atexit.register(POOL.close)
