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
from dataclasses import dataclass
from pathlib import Path

from tests.services import free_port

ROOT = Path(__file__).resolve().parent.parent
PREPARED = "STATEFUL_PREPARED"  # names the folder that all processes of the tests share
DEADLINE = 30  # seconds that the site may take to answer


@dataclass
class Site:
    """A running site: its address, and its state's folder."""

    url: str
    folder: Path
    process: subprocess.Popen[bytes]

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
    return {**os.environ, "VAR_DIR": str(folder), **more}


def prepare(folder: Path, environment: dict[str, str]) -> None:
    """Bring the state in `folder` to where a site can start from it."""
    fresh = not any(folder.iterdir())
    if fresh and "DATABASE_URL" not in environment:
        shutil.copytree(prepared(), folder, dirs_exist_ok=True)
    if environment or not fresh:
        manage(folder, "prepare", **environment)


def prepared() -> Path:
    """The state of a site that has just been prepared, by the first process that asks."""
    shared = Path(os.environ[PREPARED])
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / "done").exists():
            manage(shared / "state", "prepare")
            (shared / "done").touch()
    return shared / "state"


@contextmanager
def running(folder: Path, **environment: str) -> Iterator[Site]:
    """Prepare the state in `folder` and serve it until the block ends."""
    prepare(folder, environment)
    port = str(free_port())
    log = (folder / "log").open("ab")
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "-c", "config/gunicorn.py", "config.wsgi"],
        cwd=ROOT,
        env=own_environment(folder, {**environment, "PORT": port}),
        stdout=log,
        stderr=log,
        start_new_session=True,
    )
    site = Site(f"http://127.0.0.1:{port}", folder, process)
    try:
        wait_until_ready(site, int(port))
        yield site
    finally:
        log.close()
        if process.poll() is None:
            process.terminate()
            process.wait(20)


def wait_until_ready(site: Site, port: int) -> None:
    deadline = time.monotonic() + DEADLINE
    while time.monotonic() < deadline:
        if site.process.poll() is not None:
            raise RuntimeError(f"The site ended:\n{(site.folder / 'log').read_text()[-2000:]}")
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
        try:
            connection.request("GET", "/readyz/")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.05)  # asked again until the deadline
        finally:
            connection.close()
    raise RuntimeError(f"The site at {site.url} is not ready after {DEADLINE} seconds.")
