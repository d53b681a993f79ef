"""A race: it waits for its turn, measures in rounds, and can be stopped between two of them."""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from django.db import connections

from lab.benchmark.benchmark import MAX_ROUNDS, OPENED, Measurement, Run, measure
from lab.benchmark.store import UnderWay, alone
from lab.race import tickets
from lab.race.tickets import DONE, FAILED, RUNNING, STOPPED, Race

logger = logging.getLogger(__name__)

SECONDS = 5.0  # that a race takes at most, its last round apart
WAIT = 40.0  # seconds in line
REST = 0.004  # after each round, for the requests of everybody else
TOLD = 0.2  # seconds between two signs of life
KINDS = ("read", "write", *OPENED)


class Stopped(Exception):
    """The visitor, or the end of the server, has stopped it."""


def start(race: Race) -> None:
    """Run it beside the requests. Not as a daemon: at its end it takes its sessions away."""
    threading.Thread(target=run, args=(race,), name="race").start()


def run(race: Race) -> None:
    """Wait, measure, and keep what was found, or say what went wrong."""
    reporter = Reporter(race)
    try:
        with turn(reporter):
            measurement = measure(seconds=SECONDS, kinds=KINDS, going=reporter.going)
            reporter.end(measurement)
    except Stopped:
        reporter.tell(state=STOPPED)
    except UnderWay:
        reporter.tell(state=FAILED, trouble="The line did not move. Try it again in a minute.")
    except Exception:  # whatever it is, the page must not say for ever that it runs
        logger.exception("A race has failed")
        reporter.tell(state=FAILED, trouble="It failed. The server's log says why.")
    finally:
        connections.close_all()


@contextmanager
def turn(reporter: "Reporter") -> Iterator[None]:
    """Alone on this server, first come, first served. Raises Stopped, or UnderWay at last."""
    until = time.monotonic() + WAIT
    while True:
        try:
            if not tickets.is_first_in_line(reporter.race):
                raise UnderWay
            with alone():
                yield
                return
        except UnderWay:
            if time.monotonic() > until:
                raise
        if reporter.is_stopped():
            raise Stopped
        reporter.tell_now_and_then()
        time.sleep(TOLD)  # asked again until its turn


class Reporter:
    """Writes down how far a race is, and looks whether it shall stop."""

    def __init__(self, race: Race) -> None:
        self.race, self.told, self.began = race, 0.0, 0.0

    def tell(self, **changes: object) -> None:
        self.race = replace(self.race, **changes)  # type: ignore[arg-type]
        self.told = time.monotonic()
        tickets.save(self.race)

    def tell_now_and_then(self, **changes: object) -> None:
        if time.monotonic() - self.told >= TOLD:
            self.tell(**changes)

    def is_stopped(self) -> bool:
        return not threading.main_thread().is_alive() or tickets.is_stopped(self.race)

    def going(self, run: Run) -> bool:
        """Between two rounds."""
        now, rounds = time.monotonic(), len(run.bare)
        self.began = self.began or now
        part = max((now - self.began) / SECONDS, rounds / MAX_ROUNDS)
        self.tell_now_and_then(state=RUNNING, part=min(part, 1), rounds=rounds)
        time.sleep(REST)
        return not self.is_stopped()

    def end(self, measurement: Measurement) -> None:
        if self.is_stopped():
            raise Stopped
        self.tell(state=DONE, part=1, rounds=measurement.bare.count, measurement=measurement)
