"""A run: learners at work, faults by plan; then what is there, beside what was said."""

import random
import shutil
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from promise.actions import Row
from promise.browser import Tally
from promise.checker import Violation, check
from promise.endings import ending_of
from promise.faults import FAULTS, missing
from promise.learner import Learner
from promise.log import Log
from promise.plan import Planned, plan
from promise.rows import rows_in
from promise.setups import STANDS, Stand
from tests.running import wait_until_ready

MOST = 1.0  # seconds that a page may take while a store is silent


@dataclass
class Result:
    """What a run was, did and found."""

    on: str
    seed: int
    seconds: float
    log: Log
    tally: Tally
    faults: Counter[str] = field(default_factory=Counter)
    left_out: dict[str, str] = field(default_factory=dict)
    violations: list[Violation] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    @property
    def is_kept(self) -> bool:
        tally = self.tally
        wrong = [self.violations, tally.deleted_cookies, tally.foreign_cookies, tally.server_errors]
        return not any(wrong) and tally.slowest[True].seconds <= MOST


def run(
    on: str, seed: int, seconds: float, learners: int, log: Path, only: tuple[str, ...]
) -> Result:
    """Against a set-up of that name, which is started for it and ended with it."""
    with STANDS[on]() as stand:
        result = Result(on, seed, seconds, Log(log), Tally())
        over = threading.Event()
        people = [
            Learner(stand.url, random.Random(f"{seed} {n}"), result.log, result.tally, over)
            for n in range(learners)
        ]
        with at_work(people, over):
            carry_out(plan(seed, on, only), stand, result)
            pause_until(result.log, seconds)
        finish(stand, people, result)
        return result


@contextmanager
def at_work(people: list[Learner], over: threading.Event) -> Iterator[None]:
    with ThreadPoolExecutor(len(people)) as pool:
        works = [pool.submit(person.work) for person in people]
        try:
            yield
        finally:
            over.set()
        for work in works:
            work.result()  # a learner who broke off has proved nothing


def carry_out(faults: Iterator[Planned], stand: Stand, result: Result) -> None:
    """One fault after the other, each when the site is well again, until the time is over."""
    for planned in faults:
        if why := missing(stand, planned.fault):
            result.left_out[planned.fault] = why
            continue
        if result.log.now() + planned.pause + planned.seconds > result.seconds:
            return
        time.sleep(planned.pause)
        print(f"{result.log.now():7.1f} s  {planned.fault}, {planned.seconds} s", flush=True)
        result.tally.note_emptied(FAULTS[planned.fault].empties)
        with silence(planned, result.tally), FAULTS[planned.fault].begin(stand, planned.chance):
            time.sleep(planned.seconds)
        result.tally.note_emptied(FAULTS[planned.fault].empties)
        result.faults[planned.fault] += 1
        wait_until_ready(stand.site)


@contextmanager
def silence(planned: Planned, tally: Tally) -> Iterator[None]:
    """While it lasts, pages are timed as those of a site that has lost a store."""
    tally.silent = planned.fault if FAULTS[planned.fault].silences else ""
    try:
        yield
    finally:
        tally.silent = ""


def pause_until(log: Log, at: float) -> None:
    time.sleep(max(0.0, at - log.now()))


def finish(stand: Stand, people: list[Learner], result: Result) -> None:
    """Look at everybody's pages, and compare."""
    wait_until_ready(stand.site)
    browsers = [browser for person in people for browser in person.browsers if browser.learner]
    endings = [ending_of(browser) for browser in browsers]
    result.rows = rows_in(stand.database)
    log = result.log
    shutil.copy(stand.site.folder / "log", log.file.with_name("site.log"))
    result.violations = check(log.sent, log.acknowledged, result.rows, endings)
