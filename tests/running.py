"""The real site in processes of its own: `prepare`, then gunicorn, as `make run` does it.

`prepare` takes seconds, so it runs once, and a site that begins with nothing gets a copy.
"""

import fcntl
import http.client
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.services import free_port, new_database

ROOT = Path(__file__).resolve().parent.parent
PREPARED = "STATEFUL_PREPARED"  # names the folder that all processes of the tests share
PREPARED_DATABASE = "prepared"
SETTINGS = "DJANGO_SETTINGS_MODULE"
DEADLINE = 30  # seconds that the site may take to answer


@dataclass
class Site:
    """A site at a port, with its state's folder. It can be ended and started again there."""

    port: int
    folder: Path
    environment: dict[str, str]
    application: str = "config.wsgi"
    process: subprocess.Popen[bytes] = field(init=False)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start gunicorn, in a session of its own so that all of it can be ended at once."""
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", "-c", "config/gunicorn.py", self.application],
                cwd=ROOT,
                env=own_environment(self.folder, {**self.environment, "PORT": str(self.port)}),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def stop(self) -> None:
        """End it as an operator does: requests under way are answered."""
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(20)

    def kill(self) -> None:
        """End it without a chance to tidy up."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def manage(folder: Path, *words: str, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env=own_environment(folder, environment),
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def own_environment(folder: Path, more: dict[str, str]) -> dict[str, str]:
    """As an operator's shell has it, which names no settings; pytest's does."""
    inherited = {name: value for name, value in os.environ.items() if name != SETTINGS}
    return {**inherited, "VAR_DIR": str(folder), **more}


def prepare(folder: Path, environment: dict[str, str]) -> None:
    """Bring the state in `folder` to where a site can start from it."""
    fresh = not any(folder.iterdir())
    if fresh:
        shutil.copytree(prepared(), folder, dirs_exist_ok=True)
    if environment or not fresh:
        manage(folder, "prepare", **environment)


def prepared() -> Path:
    """The state of a site that has just been prepared."""
    state = Path(os.environ[PREPARED]) / "state"
    with once("state") as is_first:
        if is_first:
            manage(state, "prepare")
    return state


def prepared_database(name: str) -> str:
    """The URL of a new database on PostgreSQL in which a site has just been prepared."""
    with once("postgresql") as is_first:
        if is_first:
            url = new_database(PREPARED_DATABASE)
            manage(prepared(), "prepare", DATABASE_URL=url)
    return new_database(name, template=PREPARED_DATABASE)


@contextmanager
def once(what: str) -> Iterator[bool]:
    """True for the first process that comes here. The others wait until it is through."""
    shared = Path(os.environ[PREPARED])
    with (shared / f"{what}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield not (shared / f"{what}.done").exists()
        (shared / f"{what}.done").touch()


@contextmanager
def running(folder: Path, application: str = "config.wsgi", **environment: str) -> Iterator[Site]:
    """Prepare the state in `folder` and serve it until the block ends."""
    prepare(folder, environment)
    site = Site(free_port(), folder, environment, application)
    site.start()
    try:
        wait_until_ready(site)
        yield site
    finally:
        site.stop()


def wait_until_ready(site: Site) -> None:
    deadline = time.monotonic() + DEADLINE
    while time.monotonic() < deadline:
        if site.process.poll() is not None:
            raise RuntimeError(f"The site ended:\n{(site.folder / 'log').read_text()[-2000:]}")
        if is_ready(site):
            return
        time.sleep(0.05)  # asked again until the deadline
    raise RuntimeError(f"The site at {site.url} is not ready after {DEADLINE} seconds.")


def is_ready(site: Site) -> bool:
    """Whether it answers, and its stores answer it."""
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=2)
    try:
        connection.request("GET", "/readyz/")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
