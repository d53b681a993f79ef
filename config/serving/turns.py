"""Threads of a worker take turns, since only one of them can run Python at a time.

Each call to SQLite, and each file, lets go of the interpreter for a moment. Another busy thread
takes it then, and keeps it for 5 ms, which is longer than most requests take. So four threads that
compete get less done than one, and every request takes longer.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition
from time import monotonic

# Longer than nearly all requests take. One that has not ended by then most likely waits for
# something else, as for an experiment, and the next one begins beside it.
LONGEST = 0.02  # seconds


class Turns:
    """`with turns.taken():` waits until the thread before has ended, or has had its time."""

    def __init__(self, longest: float = LONGEST) -> None:
        self.longest = longest
        self.ended = Condition()
        self.holder: object = None
        self.until = 0.0

    @contextmanager
    def taken(self) -> Iterator[None]:
        turn = object()
        with self.ended:
            while self.holder and (left := self.until - monotonic()) > 0:
                self.ended.wait(left)
            self.holder, self.until = turn, monotonic() + self.longest
        try:
            yield
        finally:
            with self.ended:
                if self.holder is turn:
                    self.holder = None
                    self.ended.notify()
