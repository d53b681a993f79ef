"""An experiment touches nothing of the site, ends in time, and leaves nothing behind."""

import os
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lab.experiments.parameters import DJANGO_ENGINES
from lab.experiments.pool import Busy, Failed, Pool, TookTooLong
from lab.experiments.registry import EXPERIMENTS
from lab.experiments.running import run_experiment
from tests.waiting import wait_until

BAD = "tests.lab.bad_worker"
ON_DB: dict[str, Any] = {"engine": "db"}


@pytest.fixture
def temporary(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A place for temporary folders that any user may look into, unlike those pytest makes."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        monkeypatch.setattr(tempfile, "tempdir", folder)
        yield Path(folder)


@pytest.fixture
def bad(temporary: Path) -> Iterator[Pool]:
    """Workers with experiments that go wrong."""
    pool = Pool(BAD, seconds=3)
    yield pool
    pool.close()


def takes(slug: str, engine: str) -> bool:
    return any(one.name == "engine" and one.takes(engine) for one in EXPERIMENTS[slug].parameters)


def everything() -> Any:
    """What the site holds of sessions, its settings for them, and its environment."""
    folder = Path(settings.SESSION_FILE_PATH)
    return (
        list(Session.objects.order_by("pk").values()),
        dict(cache._cache),  # type: ignore[attr-defined]
        {file.name: file.read_bytes() for file in folder.iterdir()},
        {name: getattr(settings, name) for name in dir(settings) if name.startswith("SESSION_")},
        settings.SECRET_KEY,
        dict(os.environ),
    )


@pytest.mark.django_db
@pytest.mark.parametrize("engine", DJANGO_ENGINES)
def test_the_sites_sessions_are_as_before(engine: str, temporary: Path) -> None:
    visitor = Client()
    session = visitor.session
    session["kept"] = "the site's own"
    session.save()
    cache.set("the site's own", 1, None)
    Path(settings.SESSION_FILE_PATH, "sessionidfile").write_text("the site's own")
    before = everything()
    with CaptureQueriesContext(connection) as queries:
        for slug in EXPERIMENTS:
            run_experiment(slug, **({"engine": engine} if takes(slug, engine) else {}))
    assert not queries.captured_queries
    assert everything() == before
    assert visitor.session["kept"] == "the site's own"
    assert not list(temporary.iterdir())


def test_the_sites_clock_goes_on() -> None:
    clock, before = time.time, time.time()
    run_experiment("set-expiry")  # goes ten years ahead
    assert time.time is clock
    assert 0 <= time.time() - before < 60


@pytest.mark.slow
def test_two_at_once_have_their_own_settings_and_stores() -> None:
    def one(number: int) -> Any:
        engine, every = DJANGO_ENGINES[number % 5], bool(number % 2)
        chosen = {"SESSION_SAVE_EVERY_REQUEST": every, "SESSION_COOKIE_AGE": 60 + number}
        found = run_experiment("save-every-request", engine=engine, **chosen).findings
        age = run_experiment("age-after-last-save", engine=engine, **chosen).findings[
            "cookie_max_age"
        ]
        return found["slides"], age

    with ThreadPoolExecutor(2) as threads:
        results = list(threads.map(one, range(20)))
    assert results == [(bool(number % 2), 60 + number) for number in range(20)]


def test_nothing_of_a_run_is_left_for_the_next() -> None:
    first, second = (run_experiment("remembers", engine="file") for _ in range(2))
    assert len(first.states[0].contents) == len(second.states[0].contents) == 1
    assert first.states != second.states  # the keys are new ones


@pytest.mark.slow
def test_one_that_hangs_is_killed_at_the_time_limit(bad: Pool, temporary: Path) -> None:
    started = time.monotonic()
    with pytest.raises(TookTooLong, match="Stopped after 3 s"):
        bad.run("hangs", ON_DB)
    assert time.monotonic() - started < 5
    assert not list(temporary.iterdir())
    assert bad.run("remembers", ON_DB)["findings"]["second_request_sees"] == "value"


@pytest.mark.slow
def test_nothing_of_one_that_was_killed_runs_on(
    bad: Pool, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []

    def keep(self: Any, *_: Any) -> None:
        seen.extend(int(file.name[4:]) for file in Path(self.name).rglob("pid-*"))

    monkeypatch.setattr(tempfile.TemporaryDirectory, "__exit__", keep)
    with pytest.raises(TookTooLong):
        bad.run("hangs", ON_DB)
    (pid,) = seen
    wait_until(lambda: is_gone(pid), 5)


def is_gone(pid: int) -> bool:
    """Whether it has ended; a zombie has."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


@pytest.mark.parametrize(
    ("slug", "message"),
    [
        ("breaks", "breaks broke: ZeroDivisionError: it broke"),
        ("dies", "dies broke: the process ended with -6"),
        ("eats", "eats broke: MemoryError"),
    ],
)
def test_one_that_breaks_says_so_and_the_next_one_runs(bad: Pool, slug: str, message: str) -> None:
    with pytest.raises(Failed, match=message):
        bad.run(slug, ON_DB)
    assert bad.run("remembers", ON_DB)["findings"]["second_request_sees"] == "value"


def test_a_worker_that_was_ended_meanwhile_is_replaced(bad: Pool) -> None:
    bad.run("remembers", ON_DB)
    bad.idle[0].process.kill()
    bad.idle[0].process.wait()
    assert bad.run("remembers", ON_DB)["findings"]["second_request_sees"] == "value"


def test_each_run_is_a_process_of_its_own_without_the_sites_environment(
    bad: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://user:password@127.0.0.1/name")
    first, second = (bad.run("tells", ON_DB)["findings"] for _ in range(2))
    assert len({first["process"], second["process"], os.getpid()}) == 3
    assert set(first["environment"]) <= {"PATH", "PYTHONPATH", "PYTHONUTF8", "LC_CTYPE"}


def test_too_many_at_once_are_turned_away(temporary: Path) -> None:
    pool = Pool(BAD, seconds=1, at_once=1)
    pool.free.acquire()
    with pytest.raises(Busy, match="in a few seconds"):
        pool.run("remembers", ON_DB)
    assert not pool.idle


def test_of_workers_that_are_done_one_waits_and_ends_with_the_site(bad: Pool) -> None:
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(lambda _: bad.run("remembers", ON_DB), range(4)))
    (worker,) = bad.idle
    assert worker.process.stdin
    worker.process.stdin.close()  # as it is when the site has died
    assert worker.process.wait(5) == 0
    bad.idle.clear()


@pytest.mark.parametrize("slug", EXPERIMENTS)
def test_it_takes_well_under_a_second(slug: str) -> None:
    run_experiment("remembers")  # a worker is ready
    best = min(seconds(slug) for _ in range(3))
    assert best < 0.5


def seconds(slug: str) -> float:
    started = time.perf_counter()
    run_experiment(slug)
    return time.perf_counter() - started
