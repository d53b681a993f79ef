"""How often one visitor may run experiments, and all of one client. Each process of the site
counts for itself, as each has processes of its own that run them."""

import threading
import time
from collections import deque
from collections.abc import Callable
from math import ceil

from lab.experiments.pool import NoResult

RUNS = 12
SECONDS = 60.0


class TooOften(NoResult):
    """This visitor has run enough for now."""


class Allowance:
    """So many runs in any stretch of so many seconds, for each visitor."""

    def __init__(
        self,
        runs: int = RUNS,
        seconds: float = SECONDS,
        clock: Callable[[], float] = time.monotonic,
        whose: str = "one visitor",
    ) -> None:
        self.runs = runs
        self.whose = whose
        self.seconds = seconds
        self.clock = clock
        self.lock = threading.Lock()
        self.taken: dict[str, deque[float]] = {}

    def take(self, who: str) -> None:
        """Take one run. Raises `TooOften`, which says when there is another."""
        with self.lock:
            now = self.clock()
            self._forget(now - self.seconds)
            taken = self.taken.setdefault(who, deque())
            if len(taken) >= self.runs:
                wait = ceil(taken[0] + self.seconds - now)
                raise TooOften(
                    f"{self.runs} runs a minute are enough for {self.whose}. "
                    f"Try it again in {wait} seconds."
                )
            taken.append(now)

    def _forget(self, before: float) -> None:
        """Drop what no longer counts, so that what is held stays small."""
        for who, taken in list(self.taken.items()):
            while taken and taken[0] <= before:
                taken.popleft()
            if not taken:
                del self.taken[who]


ALLOWANCE = Allowance()
# A class behind one address has enough, and whoever takes a new session for each run has an end.
CLIENTS = Allowance(runs=20 * RUNS, whose="one address")
