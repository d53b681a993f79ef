"""What a run is against: the real site and its servers, on loopback, in folders of their own."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests import services
from tests.nginx import start_nginx
from tests.restartable import PostgreSQL, Server, restartable
from tests.running import PREPARED, Site, running

OFFSET = "STATEFUL_PROMISE_CLOCK"  # as in `promise.clocked`, which only the site may import
CLOCKED_SITE = "promise.clocked"


@dataclass
class Stand:
    """A running site with what can be done to it. What a set-up does not have is None.

    `url`: where learners go. `database`: as `rows_in` takes it. `clock`: the file that says how
    far the site's clock is off.
    """

    site: Site
    url: str
    database: str
    clock: Path
    redis: Server | None = None
    memcached: Server | None = None
    postgresql: PostgreSQL | None = None
    nginx: Server | None = None  # in front of the site, at `url`

    @property
    def session_files(self) -> Path:
        return self.site.folder / "sessions"


@contextmanager
def embedded() -> Iterator[Stand]:
    """As `make run` starts it: SQLite, one process, its own memory for a cache."""
    with ExitStack() as stack:
        folder, clock = new_folder(stack, "site"), new_clock(stack)
        environment = {OFFSET: str(clock)}
        site = stack.enter_context(running(folder, CLOCKED_SITE, **environment))
        yield Stand(site, site.url, str(folder / "stateful.sqlite3"), clock)


@contextmanager
def servers() -> Iterator[Stand]:
    """PostgreSQL, Redis and Memcached, two processes, and nginx in front where it is installed."""
    with ExitStack() as stack:

        def start(name: str, kind: type[Server] = Server) -> Server:
            service = next(one for one in services.SERVICES if one.name == name)
            return stack.enter_context(restartable(service.start, new_folder(stack, name), kind))

        redis, memcached = start("redis"), start("memcached")
        postgresql = start("postgresql", PostgreSQL)
        assert isinstance(postgresql, PostgreSQL)
        clock = new_clock(stack)
        environment = {
            "DATABASE_URL": postgresql.url,
            "REDIS_URL": redis.url,
            "MEMCACHED_URL": memcached.url,
            "WEB_CONCURRENCY": "2",
            OFFSET: str(clock),
        }
        site = stack.enter_context(running(new_folder(stack, "site"), CLOCKED_SITE, **environment))
        stand = Stand(site, site.url, postgresql.url, clock, redis, memcached, postgresql)
        with suppress(services.Missing):
            start_before = partial(start_nginx, site.url)
            folder = new_folder(stack, "nginx")
            stand.nginx = stack.enter_context(restartable(start_before, folder, Server))
            stand.url = stand.nginx.url
        yield stand


STANDS = {"embedded": embedded, "servers": servers}


def new_folder(stack: ExitStack, name: str) -> Path:
    """A folder that goes when the run ends."""
    folder = Path(tempfile.mkdtemp(prefix=f"promise-{name}-"))
    stack.callback(shutil.rmtree, folder, ignore_errors=True)
    return folder


def new_clock(stack: ExitStack) -> Path:
    """The file that sets the clock of the site's processes."""
    file = new_folder(stack, "clock") / "offset"
    file.write_text("0")
    return file


@contextmanager
def prepared_state() -> Iterator[None]:
    """Where `tests.running` keeps the state that new sites begin with, unless tests do already."""
    with ExitStack() as stack:
        if PREPARED not in os.environ:
            os.environ[PREPARED] = str(new_folder(stack, "prepared"))
            stack.callback(os.environ.pop, PREPARED)
        yield
