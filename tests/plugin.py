"""Before Django's settings load: a place of the tests' own, real servers, collected files.

The first process (not xdist's workers) starts what is installed and passes the addresses on
in the environment. What is missing is said at the end, and is a failure where
REQUIRE_SERVICES=1 (CI).
"""

import atexit
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.running import PREPARED
from tests.services import SERVICES, Missing, program, started

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "static"
# Programs that tests start themselves, by the marker of those tests.
PROGRAMS = {
    "browser": ("chromium", "apt-get install chromium"),
    "nginx": ("nginx", "apt-get install nginx-light"),
}
MISSING = "STATEFUL_MISSING"
QUICK = "--quick"
# What an operator's shell may hold, and the tests must not.
OF_A_SITE = (
    *("DATABASE_URL", "SESSION_DEFAULT_ENGINE", "SESSION_FILE_PATH"),
    *("DEBUG", "TLS", "BIND", "TRUSTED_PROXIES", "HSTS_SUBDOMAINS", "HSTS_PRELOAD"),
)
NOT_QUICK = ("slow", *PROGRAMS, *(service.name for service in SERVICES))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(QUICK, action="store_true", help="leave out what takes long or needs servers")


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(args: list[str]) -> Generator[None, Any, Any]:
    """Runs around pytest-django's own hook, which loads the settings."""
    own_place()
    if "PYTEST_XDIST_WORKER" not in os.environ:
        os.environ[PREPARED] = own_folder("prepared")
        with collecting_static():
            if QUICK not in args:
                start_services()
    return (yield)


def own_place() -> None:
    """No test reads or writes the state of a site that runs from this folder."""
    os.environ["VAR_DIR"] = own_folder("tests")
    os.environ["SECRET_KEY"] = "a-secret-key-for-the-tests-that-no-site-uses-0123456789"
    # Many processes are started from the same modules: each finds them compiled.
    sys.dont_write_bytecode = False
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    # Once a browser test has run, Playwright's event loop stays in this thread.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    for name in OF_A_SITE:
        os.environ.pop(name, None)


def own_folder(name: str) -> str:
    """A folder that is gone when this process ends."""
    folder = tempfile.mkdtemp(prefix=f"stateful-{name}-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def start_services() -> None:
    running, missing = ExitStack(), []
    atexit.register(running.close)
    for service in SERVICES:
        if os.environ.get(service.variable):
            continue
        try:
            os.environ[service.variable] = running.enter_context(started(service))
        except Missing as error:
            missing.append(f"{service.name}={error}")
    for marker, (name, get) in PROGRAMS.items():
        try:
            program(name, get)
        except Missing as error:
            missing.append(f"{marker}={error}")
    os.environ[MISSING] = ";".join(missing)
    if missing and os.environ.get("REQUIRE_SERVICES") == "1":
        raise pytest.UsageError("REQUIRE_SERVICES=1, and " + "; ".join(left_out().values()))


@contextmanager
def collecting_static() -> Iterator[None]:
    """Manifest names of static files are known only after `collectstatic`, which takes seconds:
    it runs beside the block, and only where the last run of the tests left other files."""
    kept = ROOT / ".pytest_cache" / "static" / digest()
    os.environ["STATIC_ROOT"] = str(kept)
    if kept.is_dir():
        yield
        return
    shutil.rmtree(kept.parent, ignore_errors=True)
    fresh = kept.with_name(f"{kept.name}-{os.getpid()}")
    command = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity=0"]
    collecting = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "STATIC_ROOT": str(fresh)})
    yield
    if collecting.wait():
        raise pytest.UsageError("collectstatic failed")
    fresh.rename(kept)


def digest() -> str:
    """Of all that the collected files are made from."""
    sums = hashlib.sha256()
    parts = [*STATIC.rglob("*"), ROOT / "config" / "static.py", *ROOT.glob("requirements/*.txt")]
    for file in sorted(part for part in parts if part.is_file()):
        sums.update(f"{file.relative_to(ROOT)} {file.stat().st_size}\n".encode())
        sums.update(file.read_bytes())
    return sums.hexdigest()[:16]


def left_out() -> dict[str, str]:
    """The markers whose tests are left out, each with why and what to do."""
    entries = os.environ.get(MISSING, "").split(";")
    return dict(entry.split("=", 1) for entry in entries if entry)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption(QUICK):
        leave_out_what_takes_long(config, items)
    # Browser tests come last: after them a thread can't run a coroutine of its own.
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)
    missing = left_out()
    for item in items:
        for marker, why in missing.items():
            if item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=why))


def leave_out_what_takes_long(config: pytest.Config, items: list[pytest.Item]) -> None:
    long = {item for item in items if takes_long(item)}
    config.hook.pytest_deselected(items=[*long])
    items[:] = [item for item in items if item not in long]


def takes_long(item: pytest.Item) -> bool:
    """Whether it needs a server or a browser, is slow, or needs a database and is not one of the
    few tests that show whether the pages still work (`quick`)."""
    fixtures = set(getattr(item, "fixturenames", ()))
    needs_database = bool(
        fixtures & {"db", "transactional_db"} or item.get_closest_marker("django_db")
    )
    is_quick = bool(item.get_closest_marker("quick"))
    return any(map(item.get_closest_marker, NOT_QUICK)) or (needs_database and not is_quick)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    for marker, why in left_out().items():
        terminalreporter.write_line(f"Left out: the {marker} tests. {why}.", yellow=True)
