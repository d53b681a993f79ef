"""Real Redis, Memcached and PostgreSQL for the tests, started by hand on loopback."""

import getpass
import os
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

PORTS = range(20_000, 32_000)
DEADLINE = 20  # seconds that a server may take to answer


class Missing(Exception):
    """A program that tests need is not installed. The message says how to get it."""


@dataclass(frozen=True)
class Service:
    """`variable` holds its URL; `get` says how to install it."""

    name: str
    variable: str
    get: str
    start: Callable[[Path], tuple[subprocess.Popen[bytes], str]]


def free_port() -> int:
    """Below the ports that the kernel takes for outgoing connections: one of those would otherwise
    take the port of a server that is about to start, or to start again."""
    while True:
        port = PORTS.start + secrets.randbelow(len(PORTS))
        try:
            socket.create_server(("127.0.0.1", port)).close()
        except OSError:
            continue
        return port


def program(name: str, get: str) -> str:
    """The path of a program; Debian keeps servers outside the path of a usual user."""
    places = [*sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True), Path("/usr/sbin")]
    found = shutil.which(name, path=os.pathsep.join([os.environ["PATH"], *map(str, places)]))
    if not found:
        raise Missing(f"{name} is not installed ({get})")
    return found


def run(*command: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def start_redis(folder: Path) -> tuple[subprocess.Popen[bytes], str]:
    port = str(free_port())
    server = program("redis-server", "apt-get install redis-server")
    options = ["--save", "", "--appendonly", "no", "--dir", str(folder)]
    return run(server, "--bind", "127.0.0.1", "--port", port, *options), f"redis://127.0.0.1:{port}"


def start_memcached(folder: Path) -> tuple[subprocess.Popen[bytes], str]:
    port = str(free_port())
    server = program("memcached", "apt-get install memcached")
    user = ["-u", "nobody"] if getpass.getuser() == "root" else []
    return run(server, "-l", "127.0.0.1", "-p", port, *user), f"memcached://127.0.0.1:{port}"


def start_postgresql(folder: Path) -> tuple[subprocess.Popen[bytes], str]:
    """PostgreSQL refuses to run as root, so root hands it to Debian's user `postgres`."""
    get = "apt-get install postgresql"
    initdb, server, port = program("initdb", get), program("postgres", get), str(free_port())
    user = ["--reuid=postgres", "--regid=postgres", "--init-groups"]
    # Which becomes PostgreSQL; `runuser` would stand between, and stop when PostgreSQL is stopped.
    as_user = ["setpriv", *user, "--"] if getpass.getuser() == "root" else []
    if as_user:
        shutil.chown(folder, "postgres")
    data = str(folder / "data")
    subprocess.run(
        [*as_user, initdb, "-D", data, "-U", "stateful", "-A", "trust", "-E", "UTF8", "--no-sync"],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
    )
    # Several tests at once may each open two hundred.
    options = ["-c", "listen_addresses=127.0.0.1", "-c", "fsync=off", "-c", "max_connections=900"]
    running = run(*as_user, server, "-D", data, "-p", port, "-k", str(folder), *options)
    return running, f"postgresql://stateful@127.0.0.1:{port}/postgres"


SERVICES = (
    Service("redis", "TEST_REDIS_URL", "apt-get install redis-server", start_redis),
    Service("memcached", "TEST_MEMCACHED_URL", "apt-get install memcached", start_memcached),
    Service("postgresql", "TEST_POSTGRESQL_URL", "apt-get install postgresql", start_postgresql),
)


def new_database(name: str, template: str = "template1") -> str:
    """The URL of a new database on the tests' PostgreSQL: empty, or a copy of another one."""
    server = os.environ["TEST_POSTGRESQL_URL"]
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    return server.rsplit("/", 1)[0] + f"/{name}"


@contextmanager
def started(service: Service) -> Iterator[str]:
    """Run a service until the block ends; its URL. Raises Missing where it is not installed."""
    folder = Path(tempfile.mkdtemp(prefix=f"stateful-{service.name}-"))
    process, url = service.start(folder)
    try:
        wait_for(process, url)
        yield url
    finally:
        process.terminate()
        process.wait(10)
        shutil.rmtree(folder, ignore_errors=True)


def wait_for(process: subprocess.Popen[bytes], url: str) -> None:
    host, port = url.split("//")[1].split("@")[-1].split("/")[0].split(":")
    deadline = time.monotonic() + DEADLINE
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"The server for {url} ended with status {process.returncode}.")
        try:
            socket.create_connection((host, int(port)), timeout=1).close()
        except OSError:
            time.sleep(0.02)  # asked again until the deadline
        else:
            return
    raise RuntimeError(f"The server for {url} did not answer in {DEADLINE} seconds.")
