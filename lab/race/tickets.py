"""Who races: one at a time on this server, others in line, and how often.

A race is a file, so that all processes of the server know of it. Its random name is the ticket:
whoever has it may look at the race and stop it.
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

from lab.benchmark.measurement import Measurement
from lab.benchmark.store import measurement_from_json, measurement_to_json, replace_file

WAITING, RUNNING, DONE, STOPPED, FAILED = "waiting", "running", "done", "stopped", "failed"
MINUTE = 60.0
PER_VISITOR, PER_CLIENT, PER_SERVER = 2, 4, 6  # races a minute
MAX_WAITING = 3
DEAD_AFTER = 15.0  # seconds without a report: the process has ended
KEEP = 600.0  # seconds that a race is kept; the newest result is kept until there is another
is_ticket = re.compile("[0-9a-f]{20}").fullmatch


class NotNow(Exception):
    """No race begins. The message says why, and when one can."""


@dataclass(frozen=True)
class Race:
    """`who`, `client`: keyed hashes of the visitor and of their address. `asked`: Unix seconds.
    `part`: of its time, 0 to 1."""

    ticket: str
    who: str
    client: str
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


def race_folder() -> Path:
    path = Path(settings.RACE_FOLDER)
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def enter_race(visitor: str, client: str) -> tuple[Race, bool]:
    """A new race in line, or the visitor's own that is under way, and whether it is new.

    Raises NotNow.
    """
    who, client = keyed_hash(visitor), keyed_hash(client)
    with tickets_lock():
        drop_old_races()
        known = list(all_races())
        for race in known:
            if race.who == who and race.under_way:
                return race, False
        refuse_too_many(known, who, client)
        race = Race(secrets.token_hex(10), who, client, time.time())
        save_race(race)
    return race, True


def keyed_hash(text: str) -> str:
    return salted_hmac("lab.race", text, algorithm="sha256").hexdigest()[:20]


@contextmanager
def tickets_lock() -> Iterator[None]:
    with (race_folder() / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def refuse_too_many(known: list[Race], who: str, client: str) -> None:
    if sum(race.state == WAITING for race in known) >= MAX_WAITING:
        raise NotNow(f"{MAX_WAITING} races wait already. Try it again in a moment.")
    now = time.time()
    # What lies ahead was asked before the clock was set back, and is not counted.
    last = [race for race in known if now - MINUTE < race.asked <= now]
    own = [race for race in last if race.who == who]
    behind_one_address = [race for race in last if race.client == client]
    refuse_over_limit(own, PER_VISITOR, "for one visitor")
    refuse_over_limit(behind_one_address, PER_CLIENT, "for one address")
    refuse_over_limit(last, PER_SERVER, "for this server")


def refuse_over_limit(races: list[Race], limit: int, whose: str) -> None:
    """`races`: those of the last minute that count."""
    times = sorted(race.asked for race in races)
    if len(times) >= limit:
        wait = math.ceil(times[-limit] + MINUTE - time.time())
        raise NotNow(f"{limit} races a minute are enough {whose}. Try it again in {wait} seconds.")


def all_races() -> Iterator[Race]:
    for path in race_folder().glob("*.json"):
        if race := read_race(path.stem):
            yield race


def read_race(ticket: str) -> Race | None:
    """None for a race that is not known, or was kept by another release."""
    path = race_file(ticket)
    try:
        values = json.loads(path.read_text())
        if values["measurement"]:
            values["measurement"] = measurement_from_json(values["measurement"])
        race = Race(**values)
        ended = race.under_way and file_age(path) > DEAD_AFTER
    except (OSError, ValueError, TypeError, KeyError):
        return None
    if ended:
        return replace(race, state=FAILED, trouble="The process that ran it has ended.")
    return race


def race_file(ticket: str) -> Path:
    return race_folder() / f"{ticket}.json"


def save_race(race: Race) -> None:
    measurement = race.measurement and measurement_to_json(race.measurement)
    text = json.dumps({**asdict(race), "measurement": measurement})
    replace_file(race_file(race.ticket), text)


def stop_race(race: Race) -> None:
    """Tell the process that runs it."""
    if race.under_way:
        stop_file(race.ticket).touch()


def is_stopped(race: Race) -> bool:
    return stop_file(race.ticket).exists()


def stop_file(ticket: str) -> Path:
    return race_folder() / f"{ticket}.stop"


def is_first_in_line(race: Race) -> bool:
    line = [(other.asked, other.ticket) for other in all_races() if other.state == WAITING]
    return not line or min(line) == (race.asked, race.ticket)


def newest_finished_race() -> Race | None:
    """The last race on this server that came to its end."""
    newest_first = sorted(race_folder().glob("*.json"), key=file_age)
    return next((race for path in newest_first if (race := finished_race(path.stem))), None)


def finished_race(ticket: str) -> Race | None:
    race = read_race(ticket)
    return race if race and race.measurement else None


def file_age(path: Path) -> float:
    """Seconds since it was written; infinite where another process has deleted it."""
    try:
        return time.time() - path.stat().st_mtime
    except FileNotFoundError:
        return math.inf


def drop_old_races() -> None:
    """Drop what is too old, but for the newest result."""
    newest = newest_finished_race()
    for path in [*race_folder().glob("*.json"), *race_folder().glob("*.stop")]:
        if file_age(path) > KEEP and (newest is None or path != race_file(newest.ticket)):
            path.unlink(missing_ok=True)
