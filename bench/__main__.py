"""What sessions, pages and a class of learners cost: `make bench`, in one run.

stores  The session store beside Django's own, engine by engine. A request goes through the
        middleware that `startproject` writes to a view that reads the session, or reads and writes
        it, and does nothing else. Merging saves are off for the first two figures, since Django's
        don't merge; the third is a write that merges.
pages   Pages beside a view that does nothing but read the session, in the same middleware.
load    Learners at the site as gunicorn serves it, on SQLite in one process, and on PostgreSQL and
        Redis in two. They take their part of the same processor.

Ratios are of two times that were taken in turn, so that whatever else the machine does hits both.
`±` says how far off a figure may be.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests.running import PREPARED, running
from tests.services import SERVICES, Missing, new_database, started


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="make bench", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--part", choices=PARTS, help="without it, all of them")
    parser.add_argument("--pairs", type=int, default=200, help="pairs taken for each figure")
    parser.add_argument("--only", default="", help="measure the stores with this in their names")
    parser.add_argument("--seconds", type=int, default=60, help="how long the learners work")
    options = parser.parse_args()
    with ExitStack() as services:
        for variable in ("VAR_DIR", PREPARED):
            os.environ[variable] = services.enter_context(tempfile.TemporaryDirectory())
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
        for service in SERVICES:
            try:
                os.environ[service.variable] = services.enter_context(started(service))
            except Missing as error:
                print(f"Left out: {error}.", file=sys.stderr)
        chosen = options.part or ("stores" if options.only else "")
        parts = [PARTS[chosen]] if chosen else PARTS.values()
        return max([part(options) for part in parts])


def measure_stores(options: argparse.Namespace) -> int:
    import django

    django.setup()
    from bench.stores import print_costs

    return print_costs(Path(os.environ["VAR_DIR"]), options.pairs, options.only)


def measure_pages(options: argparse.Namespace) -> int:
    """On each database, beside all servers that were started."""
    failed = 0
    for environment in ({}, servers()):
        command = [sys.executable, "-m", "bench.pages", "--pairs", str(options.pairs)]
        failed |= run(command, **environment)
    return failed


def measure_load(options: argparse.Namespace) -> int:
    failed = 0
    for title, environment in (
        ("SQLite, one process", {}),
        ("PostgreSQL and Redis, two processes", {**servers(), "WEB_CONCURRENCY": "2"}),
    ):
        print(f"{title}:", flush=True)
        with (
            tempfile.TemporaryDirectory() as folder,
            running(Path(folder), **environment) as site,
        ):
            command = [sys.executable, "-m", "bench.load", str(site.port)]
            command += ["--seconds", str(options.seconds)]
            failed |= run(command)
    return failed


def run(command: list[str], **environment: str) -> int:
    """Run one of our own modules in a process of its own; its exit status."""
    everything = {**os.environ, **environment}
    return subprocess.run(command, env=everything, check=False).returncode  # noqa: S603


def servers() -> dict[str, str]:
    """The settings of a site on the servers that were started, with a database of its own."""
    found = {
        setting: os.environ[variable]
        for setting, variable in (
            ("REDIS_URL", "TEST_REDIS_URL"),
            ("MEMCACHED_URL", "TEST_MEMCACHED_URL"),
        )
        if variable in os.environ
    }
    if "TEST_POSTGRESQL_URL" in os.environ:
        found["DATABASE_URL"] = new_database("bench")
    return found


PARTS = {"stores": measure_stores, "pages": measure_pages, "load": measure_load}


if __name__ == "__main__":
    sys.exit(main())
