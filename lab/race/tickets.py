"""Who races: one at a time on this server, others in line, and each only so often.

A race is a file, so that all processes of the server know of it. Whoever holds the random name
of one may look at it and stop it.
"""

import fcntl
import json
import math
import re
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from django.conf import settings
from django.utils.crypto import salted_hmac

from lab.benchmark.benchmark import Measurement
from lab.benchmark.store import from_written, put, written

WAITING, RUNNING, DONE, STOPPED, FAILED = "waiting", "running", "done", "stopped", "failed"
MINUTE = 60.0
EACH, ALL = 2, 6  # races a minute: of one visitor, on this server
IN_LINE = 3
SILENT = 15.0  # seconds without a sign of life: its process has ended
KEPT = 600.0  # seconds that one is remembered, the newest result apart
is_ticket = re.compile("[0-9a-f]{20}").fullmatch


class NotNow(Exception):
    """No race begins. The message says why, and when one can."""


@dataclass(frozen=True)
class Race:
    """`who`: a keyed hash of the visitor. `asked`: Unix seconds. `part`: of its time, 0 to 1."""

    ticket: str
    who: str
    asked: float
    state: str = WAITING
    part: float = 0
    rounds: int = 0
    trouble: str = ""
    measurement: Measurement | None = None

    @property
    def under_way(self) -> bool:
        return self.state in (WAITING, RUNNING)

    @property
    def percent(self) -> int:
        return round(100 * self.part)


def folder() -> Path:
    path = Path(settings.RACE_FOLDER)
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def begin(visitor: str) -> tuple[Race, bool]:
    """A new race in line, or the visitor's own that is under way, and whether it is new.

    Raises NotNow.
    """
    who = salted_hmac("lab.race", visitor, algorithm="sha256").hexdigest()[:20]
    with one_at_a_time():
        tidy()
        known = list(races())
        for race in known:
            if race.who == who and race.under_way:
                return race, False
        refuse_too_many(known, who)
        race = Race(secrets.token_hex(10), who, time.time())
        save(race)
    return race, True


@contextmanager
def one_at_a_time() -> Iterator[None]:
    with (folder() / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def refuse_too_many(known: list[Race], who: str) -> None:
    if sum(race.state == WAITING for race in known) >= IN_LINE:
        raise NotNow(f"{IN_LINE} races wait already. Try it again in a moment.")
    recent = sorted(race.asked for race in known if race.asked > time.time() - MINUTE)
    own = sorted(r.asked for r in known if r.who == who and r.asked > time.time() - MINUTE)
    for times, limit, whose in ((own, EACH, "for one visitor"), (recent, ALL, "for this server")):
        if len(times) >= limit:
            wait = math.ceil(times[-limit] + MINUTE - time.time())
            raise NotNow(
                f"{limit} races a minute are enough {whose}. Try it again in {wait} seconds."
            )


def races() -> Iterator[Race]:
    for path in folder().glob("*.json"):
        if race := read(path.stem):
            yield race


def read(ticket: str) -> Race | None:
    """None for a race that is not known, or was kept by another release."""
    path = file_of(ticket)
    try:
        found = json.loads(path.read_text())
        if found["measurement"]:
            found["measurement"] = from_written(found["measurement"])
        race = Race(**found)
        ended = race.under_way and age(path) > SILENT
    except (OSError, ValueError, TypeError, KeyError):
        return None
    if ended:
        return replace(race, state=FAILED, trouble="The process that ran it has ended.")
    return race


def file_of(ticket: str) -> Path:
    return folder() / f"{ticket}.json"


def save(race: Race) -> None:
    found = race.measurement and written(race.measurement)
    put(file_of(race.ticket), json.dumps({**asdict(race), "measurement": found}))


def stop(race: Race) -> None:
    """Tell the process that runs it."""
    if race.under_way:
        stop_file(race.ticket).touch()


def is_stopped(race: Race) -> bool:
    return stop_file(race.ticket).exists()


def stop_file(ticket: str) -> Path:
    return folder() / f"{ticket}.stop"


def is_first_in_line(race: Race) -> bool:
    line = [(one.asked, one.ticket) for one in races() if one.state == WAITING]
    return not line or min(line) == (race.asked, race.ticket)


def newest_result() -> Race | None:
    """The last race on this server that came to its end."""
    newest_first = sorted(folder().glob("*.json"), key=age)
    return next((race for path in newest_first if (race := result(path.stem))), None)


def result(ticket: str) -> Race | None:
    race = read(ticket)
    return race if race and race.measurement else None


def age(path: Path) -> float:
    """Seconds since it was written; for ever where another has dropped it."""
    try:
        return time.time() - path.stat().st_mtime
    except FileNotFoundError:
        return math.inf


def tidy() -> None:
    """Drop what is too old, but for the newest result."""
    newest = newest_result()
    for path in [*folder().glob("*.json"), *folder().glob("*.stop")]:
        if age(path) > KEPT and (newest is None or path != file_of(newest.ticket)):
            path.unlink(missing_ok=True)
