"""What `make fuzz` does once Django is set up, and what it prints."""

import argparse
import os
import resource
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connections

from tests.fuzz.browser import Site
from tests.fuzz.cast import make_site
from tests.fuzz.files import odd_file
from tests.fuzz.imports import read_damaged
from tests.fuzz.run import Found, run
from tests.fuzz.wire import OverSocket, Reply, Sent, site_in_process
from tests.running import running

MARKS = (2_000, 20_000)  # requests after which the memory is compared
EACH = 2_000  # requests after which progress is told
MOST_GROWTH = 1.10
MOST_MEGABYTES = 150  # by which reading damaged files may raise the memory
LONGEST = 1_500  # bytes of a request that are printed


def fuzz_requests(options: argparse.Namespace, folder: Path) -> int:
    with ready_site(options.server, folder) as (site, process):
        report = Report(process, folder)
        found = run(site, options.seed, options.requests, options.roles, odd_file, report.hear)
    report.close(found)
    return 1 if found.faults or report.growth > MOST_GROWTH else 0


class Report:
    """Prints each new kind of fault at once, and at the end how often each came."""

    def __init__(self, process: int, folder: Path) -> None:
        self.process, self.memory = process, dict[int, int]()

    def hear(self, found: Found, fault: tuple[Sent, Reply] | None) -> None:
        if fault:
            print_fault(*fault)
            return
        for mark in MARKS:
            if found.sent >= mark and mark not in self.memory:
                self.memory[mark] = memory_of(self.process)
        if found.sent % EACH == 0:
            megabytes = memory_of(self.process) // 1024
            print(f"{found.sent:,} requests, {megabytes} MB", file=sys.stderr, flush=True)

    @property
    def growth(self) -> float:
        first, last = (self.memory.get(mark, 0) for mark in MARKS)
        return last / first if first and last else 1.0

    def close(self, found: Found) -> None:
        statuses = ", ".join(
            f"{count:,} x {status}" for status, count in sorted(found.statuses.items())
        )
        print(f"{found.sent:,} requests: {statuses}.")
        for mark, kilobytes in self.memory.items():
            print(f"After {mark:,} requests the site held {kilobytes // 1024} MB.")
        for cause, alike in sorted(found.faults.items(), key=lambda fault: -len(fault[1])):
            print(f"{len(alike):6} x {cause}")
        print(f"Faults: {sum(map(len, found.faults.values()))}, of {len(found.faults)} kinds.")


def print_fault(sent: Sent, reply: Reply) -> None:
    print(f"--- {reply.status}: {sent.method} {sent.target[:200]}")
    print(repr(sent.wire()[:LONGEST]))
    print("\n".join(reply.log.splitlines()[-12:]), flush=True)


def memory_of(process: int) -> int:
    """The resident memory of a process, or of its children where it has some, in kilobytes."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    others = children if process != os.getpid() else []
    return sum(map(resident, map(int, others))) if others else resident(process)


def resident(process: int) -> int:
    status = Path(f"/proc/{process}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0])


@contextmanager
def ready_site(server: bool, folder: Path) -> Iterator[tuple[Site, int]]:
    """The site, and the process whose memory counts."""
    prepare_here()
    if server:
        with running(folder) as served:
            yield OverSocket(served.url, folder / "log"), served.process.pid
        return
    with site_in_process() as site:
        yield site, os.getpid()
    connections.close_all()  # a PostgreSQL that is asked to stop waits for them


def prepare_here() -> None:
    """What a site needs before its first request, for the application in this process."""
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    Path(settings.SESSION_FILE_PATH).mkdir(parents=True, exist_ok=True)


def fuzz_imports(options: argparse.Namespace) -> int:
    """Prints each kind of fault with a file that shows it."""
    prepare_here()
    make_site()
    before = peak()
    found = read_damaged(options.imports, options.seed, options.requests)
    for cause, files in found.faults.items():
        print(f"{len(files):6} x {cause}\n{min(files, key=len)[:LONGEST]!r}")
    print(f"{options.requests:,} files: {found.taken:,} taken, {found.refused:,} refused.")
    print(f"The slowest took {found.slowest:.2f} s; the memory rose by {peak() - before} MB.")
    print(f"Faults: {sum(map(len, found.faults.values()))}, of {len(found.faults)} kinds.")
    return 1 if found.faults or peak() - before > MOST_MEGABYTES else 0


def peak() -> int:
    """The most memory that this process has held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
