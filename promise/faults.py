"""What each fault does to the site and its servers, and how it is undone."""

import os
import shutil
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from promise.setups import Stand
from tests.restartable import PostgreSQL, Server, children_of
from tests.running import Site
from tests.waiting import wait_until

FURTHEST = 30 * 60 * 60  # seconds that the clock is set forward or back: more than a form's day

type Doing = Callable[[Stand, float], AbstractContextManager[None]]


@dataclass(frozen=True)
class Fault:
    """`begin`: a context manager that lasts as long as the fault does. It takes a chance of 0 to 1.

    `silences`: a store does not answer meanwhile, so that pages have a limit of time. `empties`:
    the memory whose sessions are gone then (see `browser.memory_of`).
    """

    begin: Doing
    silences: bool = False
    empties: str = ""


def at_once(do: Callable[[Stand, float], None]) -> Doing:
    """For what is over when it is done."""

    @contextmanager
    def begin(stand: Stand, chance: float) -> Iterator[None]:
        do(stand, chance)
        yield

    return begin


# --- The site --------------------------------------------------------------------------------


def kill_worker(stand: Stand, chance: float) -> None:
    workers = children_of(stand.site.process.pid)
    if workers:
        with suppress(ProcessLookupError):
            os.kill(workers[int(chance * len(workers))], signal.SIGKILL)


def kill_master(stand: Stand, chance: float) -> None:
    """Its workers find out by themselves, and end; a supervisor starts it again."""
    stand.site.process.kill()
    stand.site.process.wait()
    start_again(stand.site)


def start_again(site: Site) -> None:
    """Until it stays: while orphans hold the port, gunicorn gives up after five seconds."""

    def has_workers() -> bool:
        if site.process.poll() is not None:
            site.start()
        return bool(children_of(site.process.pid))

    site.start()
    wait_until(has_workers, 60)


def restart(stand: Stand, chance: float) -> None:
    stand.site.stop()
    start_again(stand.site)


def reload(stand: Stand, chance: float) -> None:
    stand.site.process.send_signal(signal.SIGHUP)


@contextmanager
def session_files_away(stand: Stand, chance: float) -> Iterator[None]:
    folder = stand.session_files
    away = folder.rename(folder.with_name("sessions-away"))
    try:
        yield
    finally:
        bring_back(away, folder)


def bring_back(away: Path, folder: Path) -> None:
    """The folder as it was; a file that was written to its place meanwhile is the newer one."""
    if not folder.exists():
        away.rename(folder)
        return
    for file in away.iterdir():
        if not (folder / file.name).exists():
            file.rename(folder / file.name)
    shutil.rmtree(away)


@contextmanager
def sqlite_locked(stand: Stand, chance: float) -> Iterator[None]:
    """Another program writes for as long."""
    with closing(sqlite3.connect(stand.database, timeout=30, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            connection.execute("ROLLBACK")


@contextmanager
def clock_set(sign: str, stand: Stand, chance: float) -> Iterator[None]:
    """Then it is set right, which is a step the other way."""
    set_clock(stand, f"{sign}{max(1, round(FURTHEST * chance**3))}")
    try:
        yield
    finally:
        set_clock(stand, "0")


def set_clock(stand: Stand, offset: str) -> None:
    """No process may see half of it."""
    new = stand.clock.with_name("new")
    new.write_text(offset)
    new.replace(stand.clock)


# --- Its servers -----------------------------------------------------------------------------


def server_of(stand: Stand, name: str) -> Server:
    server = getattr(stand, name)
    assert isinstance(server, Server)
    return server


@contextmanager
def killed(name: str, stand: Stand, chance: float) -> Iterator[None]:
    server = server_of(stand, name)
    server.kill()
    try:
        yield
    finally:
        server.start()


@contextmanager
def paused(name: str, stand: Stand, chance: float) -> Iterator[None]:
    server = server_of(stand, name)
    server.hang()
    try:
        yield
    finally:
        server.go_on()


@contextmanager
def postgresql_restarted(immediately: bool, stand: Stand, chance: float) -> Iterator[None]:
    server = postgresql_of(stand)
    server.stop(immediately)
    try:
        yield
    finally:
        server.start()


def end_connections(stand: Stand, chance: float) -> None:
    postgresql_of(stand).end_connections()


def postgresql_of(stand: Stand) -> PostgreSQL:
    assert stand.postgresql
    return stand.postgresql


FAULTS = {
    "worker killed": Fault(at_once(kill_worker), empties="process"),
    "master killed": Fault(at_once(kill_master), empties="process"),
    "restart": Fault(at_once(restart), empties="process"),
    "reload": Fault(at_once(reload), empties="process"),
    "session files away": Fault(session_files_away, silences=True),
    "SQLite locked": Fault(sqlite_locked),
    "clock forward": Fault(partial(clock_set, "+")),
    "clock back": Fault(partial(clock_set, "-")),
    "Redis killed": Fault(partial(killed, "redis"), silences=True, empties="redis"),
    "Redis paused": Fault(partial(paused, "redis"), silences=True),
    "Memcached killed": Fault(partial(killed, "memcached"), silences=True, empties="memcached"),
    "Memcached paused": Fault(partial(paused, "memcached"), silences=True),
    "PostgreSQL restarted": Fault(partial(postgresql_restarted, False), silences=True),
    "PostgreSQL restarted at once": Fault(partial(postgresql_restarted, True), silences=True),
    "PostgreSQL connections ended": Fault(at_once(end_connections)),
    "nginx killed": Fault(partial(killed, "nginx")),
    "PostgreSQL paused": Fault(partial(paused, "postgresql"), silences=True),
}


def missing(stand: Stand, fault: str) -> str:
    """Why a fault can't be tried here, or an empty string."""
    if fault.startswith("nginx") and stand.nginx is None:
        return "no nginx stands in front of the site"
    return ""
