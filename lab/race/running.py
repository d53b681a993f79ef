"""A race: it waits for its turn, measures in rounds, and can be stopped between two of them."""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from django.db import connections

from lab.benchmark.benchmark import MAX_ROUNDS, Benchmark, run_benchmark
from lab.benchmark.measurement import Measurement
from lab.benchmark.store import UnderWay, benchmark_lock
from lab.benchmark.visitor import OPENED
from lab.race import tickets
from lab.race.tickets import DONE, FAILED, RUNNING, STOPPED, Race

logger = logging.getLogger(__name__)

SECONDS = 5.0  # that a race takes at most, not counting the end of its last round
WAIT = 40.0  # seconds in line
REST = 0.004  # after each round, for the requests of everybody else
REPORT_EVERY = 0.2  # seconds
KINDS = ("read", "write", *OPENED)


class RaceStopped(Exception):
    """The visitor has stopped it, or the server ends."""


def start_race(race: Race) -> None:
    """Run it beside the requests, in a thread that is no daemon: it must delete its sessions."""
    threading.Thread(target=run_race, args=(race,), name="race").start()


def run_race(race: Race) -> None:
    """Wait, measure, and keep what was found, or say what went wrong."""
    reporter = Reporter(race)
    try:
        with wait_for_turn(reporter):
            measurement = run_benchmark(seconds=SECONDS, kinds=KINDS, may_go_on=reporter.may_go_on)
            reporter.end(measurement)
    except RaceStopped:
        reporter.report(state=STOPPED)
    except UnderWay:
        reporter.report(state=FAILED, trouble="The line did not move. Try it again in a minute.")
    except Exception:  # whatever it is, the page must not say for ever that it runs
        logger.exception("A race has failed")
        reporter.report(state=FAILED, trouble="It failed. The server's log says why.")
    finally:
        connections.close_all()


@contextmanager
def wait_for_turn(reporter: "Reporter") -> Iterator[None]:
    """Wait until no other race or measurement runs on this server: first come, first served.

    Raises `RaceStopped`, and `UnderWay` where it waited for more than WAIT seconds.
    """
    end = time.monotonic() + WAIT
    while True:
        try:
            if not tickets.is_first_in_line(reporter.race):
                raise UnderWay
            with benchmark_lock():
                yield
                return
        except UnderWay:
            if time.monotonic() > end:
                raise
        if reporter.is_stopped():
            raise RaceStopped
        reporter.report_now_and_then()
        time.sleep(REPORT_EVERY)  # asks again until it is its turn


class Reporter:
    """Writes down how far a race is, and finds out whether it is to stop."""

    def __init__(self, race: Race) -> None:
        self.race, self.reported_at, self.began_at = race, 0.0, 0.0

    def report(self, **changes: object) -> None:
        self.race = replace(self.race, **changes)  # type: ignore[arg-type]
        self.reported_at = time.monotonic()
        tickets.save_race(self.race)

    def report_now_and_then(self, **changes: object) -> None:
        if time.monotonic() - self.reported_at >= REPORT_EVERY:
            self.report(**changes)

    def is_stopped(self) -> bool:
        return not threading.main_thread().is_alive() or tickets.is_stopped(self.race)

    def may_go_on(self, benchmark: Benchmark) -> bool:
        """Asked between two rounds."""
        now, rounds = time.monotonic(), benchmark.rounds
        self.began_at = self.began_at or now
        part = max((now - self.began_at) / SECONDS, rounds / MAX_ROUNDS)
        self.report_now_and_then(state=RUNNING, part=min(part, 1), rounds=rounds)
        time.sleep(REST)
        return not self.is_stopped()

    def end(self, measurement: Measurement) -> None:
        if self.is_stopped():
            raise RaceStopped
        self.report(state=DONE, part=1, rounds=measurement.bare.count, measurement=measurement)
