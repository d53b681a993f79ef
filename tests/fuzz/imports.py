"""Many damaged files for one reader; what came of them."""

import signal
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.fuzz.files import DAMAGED
from tests.fuzz.readers import was_taken

SECONDS = 10  # of the processor that a file may take


class TooSlow(BaseException):
    """No `except Exception` on the way stops it."""


@dataclass
class ReadFiles:
    """How many files were taken and refused, and a file for each kind of fault, by its cause."""

    taken: int = 0
    refused: int = 0
    slowest: float = 0
    faults: dict[str, list[bytes]] = field(default_factory=dict)


def read_damaged(kind: str, seed: int, count: int) -> ReadFiles:
    """The same files for the same seed."""
    read = ReadFiles()
    for number in range(count):
        data = DAMAGED[kind](Random(f"{seed} {kind} {number}"))
        begun = time.process_time()
        try:
            with time_limit():
                taken = was_taken(kind, data)
        except (Exception, TooSlow) as error:  # which is what is looked for
            read.faults.setdefault(cause_of(error), []).append(data)
        else:
            read.taken += taken
            read.refused += not taken
        read.slowest = max(read.slowest, time.process_time() - begun)
    return read


@contextmanager
def time_limit() -> Iterator[None]:
    """Only in the main thread of a process, where Python handles signals."""

    def stop(*_: Any) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def cause_of(error: BaseException) -> str:
    """The error, and the last places of the way there."""
    places = [
        f"{'/'.join(frame.filename.split('/')[-2:])}:{frame.lineno}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    return f"{type(error).__name__}: {str(error)[:150]} ({' '.join(places[-4:])})"
