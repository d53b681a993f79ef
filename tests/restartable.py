"""Servers of one's own that can be killed, paused and started again on their port."""

import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tests import services
from tests.waiting import wait_until

STARTED = 20  # seconds that a server may take until it answers

type Start = Callable[[Path], tuple[subprocess.Popen[bytes], str]]


@dataclass
class Server:
    """`command` starts it at `url`, as one process or several.

    What it kept in memory is gone after `kill` and `start`.
    """

    command: list[str]
    url: str
    process: subprocess.Popen[bytes]

    def start(self) -> None:
        self.process = services.run(*self.command)
        self.wait_until_ready()

    def wait_until_ready(self) -> None:
        services.wait_for(self.process, self.url)

    def kill(self) -> None:
        self.signal(signal.SIGKILL)
        self.process.wait(STARTED)

    def hang(self) -> None:
        self.signal(signal.SIGSTOP)

    def go_on(self) -> None:
        self.signal(signal.SIGCONT)

    def signal(self, number: int) -> None:
        for pid in self.pids():
            with suppress(ProcessLookupError):
                os.kill(pid, number)

    def pids(self) -> list[int]:
        """The first one first, so that it starts no other when one is killed."""
        return [self.process.pid, *children_of(self.process.pid)]


class PostgreSQL(Server):
    """It listens before it takes queries, and ends in more ways than one."""

    def wait_until_ready(self) -> None:
        super().wait_until_ready()
        wait_until(self.takes_queries, STARTED)

    def takes_queries(self) -> bool:
        try:
            psycopg.connect(self.url, connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def stop(self, immediately: bool = False) -> None:
        """As an operator stops it: it takes leave of its clients, or does not."""
        self.process.send_signal(signal.SIGQUIT if immediately else signal.SIGINT)
        self.process.wait(STARTED)

    def end_connections(self) -> None:
        """`pg_terminate_backend` of everybody else."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
            )


def children_of(pid: int) -> list[int]:
    """The processes that this one started, as Linux tells them. Empty where it has ended."""
    try:
        return list(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()))
    except OSError:
        return []


@contextmanager
def restartable[Kind: Server](start: Start, folder: Path, kind: type[Kind]) -> Iterator[Kind]:
    """A server from `tests.services`, killed when the block ends, whatever state it is in."""
    process, url = start(folder)
    server = kind([str(word) for word in process.args], url, process)  # type: ignore[union-attr]
    try:
        server.wait_until_ready()
        yield server
    finally:
        if server.process.poll() is None:
            server.kill()
