"""A cache is killed or hangs in the middle of a quiz, and comes back: nothing is lost."""

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests import services
from tests.browser.instructor import MAKE, PASSWORD
from tests.course import LESSON
from tests.learner import form_of, with_choice
from tests.restartable import PostgreSQL, Server, restartable
from tests.running import manage, running
from tests.visitor import Visitor
from tests.waiting import wait_until
from tests.words import told

pytestmark = pytest.mark.alone

SOON = 1.0  # seconds in which every page answers


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[Server]:
    with restartable(services.start_redis, tmp_path, Server) as server:
        yield server


@pytest.fixture
def memcached(tmp_path: Path) -> Iterator[Server]:
    with restartable(services.start_memcached, tmp_path, Server) as server:
        yield server


@pytest.fixture
def postgresql() -> Iterator[PostgreSQL]:
    # Not in pytest's own folder, which the user of PostgreSQL may not enter.
    folder = Path(tempfile.mkdtemp(prefix="stateful-postgresql-"))
    with restartable(services.start_postgresql, folder, PostgreSQL) as server:
        yield server
    shutil.rmtree(folder, ignore_errors=True)


def begun(url: str, engine: str) -> Visitor:
    """A learner with a wrong answer, in this engine."""
    visitor = Visitor(url)
    visitor.post("/engine/switch/", engine=engine)
    assert visitor.answer("login") == 302
    return visitor


def troubled(page: str) -> bool:
    """Whether the page says that something is wrong with its own session."""
    return 'class="errors" role="alert"' in page


def go_on_without(visitor: Visitor, engine: str) -> None:
    """Read, ask for a hint, answer: soon, with the cookie kept, and the page says why."""
    cookie = visitor.cookies["sessionid"]
    for path in ("/", "/progress/", "/engine/", f"{LESSON}why/", f"{LESSON}practice/"):
        start = time.perf_counter()
        page = visitor.get(path)
        assert time.perf_counter() - start < SOON, path
        assert troubled(page), path
        assert "does not answer" in page, path
    if engine == "cache":
        assert visitor.cookies["sessionid"] == cookie
    assert "2 of 3 tries left" in visitor.get(f"{LESSON}practice/")
    fields_page = time.perf_counter()
    assert visitor.answer("remember") == 302
    assert time.perf_counter() - fields_page < 2 * SOON  # the page with the form, and the answer
    assert "1 of 5 answered, 1 right" in told(visitor.get("/progress/"))


def soon(look: Callable[[], bool]) -> None:
    """Look until it holds, for a client that asks a server again only after a while."""
    wait_until(look, 15)


def is_back(visitor: Visitor, engine: str) -> None:
    soon(lambda: not troubled(visitor.get("/engine/")))
    page = visitor.get("/progress/")
    assert f'<html lang="en" data-engine="{engine}">' in page
    assert "1 of 5 answered, 1 right. Score 0.75 of 5" in told(page)


@pytest.mark.redis
@pytest.mark.parametrize("engine", ["cache", "cached_db"])
def test_redis_hangs_and_comes_back(tmp_path: Path, redis: Server, engine: str) -> None:
    with running(tmp_path, REDIS_URL=redis.url) as site:
        visitor = begun(site.url, engine)
        redis.hang()
        go_on_without(visitor, engine)
        redis.go_on()
        soon(lambda: not troubled(visitor.get("/progress/")))
        visitor.answer("remember")  # the session learns what the rows know
        is_back(visitor, engine)


@pytest.mark.redis
def test_a_session_can_move_away_from_a_store_that_is_down(tmp_path: Path, redis: Server) -> None:
    with running(tmp_path, REDIS_URL=redis.url) as site:
        visitor = begun(site.url, "cache")
        redis.kill()
        assert visitor.post("/engine/switch/", engine="file") == 302
        assert "cache does not answer, so your session begins anew in file" in visitor.get("/")
        assert visitor.answer("remember") == 302
        is_back(visitor, "file")


@pytest.mark.redis
@pytest.mark.parametrize("engine", ["cache", "cached_db"])
def test_redis_is_killed_and_started_again(tmp_path: Path, redis: Server, engine: str) -> None:
    with running(tmp_path, REDIS_URL=redis.url) as site:
        visitor = begun(site.url, engine)
        redis.kill()
        go_on_without(visitor, engine)
        redis.start()
        soon(lambda: not troubled(visitor.get("/progress/")))
        is_back(visitor, engine)


@pytest.mark.memcached
@pytest.mark.parametrize("engine", ["cache", "cached_db"])
def test_memcached_hangs_and_comes_back(tmp_path: Path, memcached: Server, engine: str) -> None:
    with running(tmp_path, MEMCACHED_URL=memcached.url) as site:
        visitor = begun(site.url, engine)
        memcached.hang()
        go_on_without(visitor, engine)
        memcached.go_on()
        soon(lambda: not troubled(visitor.get("/progress/")))
        visitor.answer("remember")  # the session learns what the rows know
        is_back(visitor, engine)


@pytest.mark.memcached
@pytest.mark.parametrize("engine", ["cache", "cached_db"])
def test_memcached_is_killed_and_started_again(
    tmp_path: Path, memcached: Server, engine: str
) -> None:
    with running(tmp_path, MEMCACHED_URL=memcached.url) as site:
        visitor = begun(site.url, engine)
        memcached.kill()
        go_on_without(visitor, engine)
        memcached.start()
        soon(lambda: not troubled(visitor.get("/progress/")))
        is_back(visitor, engine)


@pytest.mark.postgresql
@pytest.mark.redis
@pytest.mark.parametrize("engine", ["db", "cached_db", "cache"])
def test_postgresql_is_restarted(
    tmp_path: Path, postgresql: PostgreSQL, redis: Server, engine: str
) -> None:
    with running(tmp_path, DATABASE_URL=postgresql.url, REDIS_URL=redis.url) as site:
        visitor = begun(site.url, engine)
        form = form_of(visitor.get(f"{LESSON}practice/"))
        cookies = dict(visitor.cookies)
        postgresql.stop()
        # For a second after the last look at the courses, a page may need no database.
        soon(lambda: "does not answer" in visitor.ask("GET", "/")[1])
        for path in ("/", "/progress/", "/engine/", f"{LESSON}why/", f"{LESSON}practice/"):
            start = time.perf_counter()
            status, page = visitor.ask("GET", path)
            assert time.perf_counter() - start < SOON, path
            assert status in (200, 503), path
            assert "does not answer" in page, path
        status, page = visitor.ask(
            "POST", f"{LESSON}practice/answers/", with_choice(form, "remember")
        )
        assert status == 503
        assert "What you have just sent is not kept; everything before it is." in page
        assert visitor.cookies == cookies
        postgresql.start()
        soon(lambda: visitor.ask("GET", "/progress/")[0] == 200)
        assert "2 of 3 tries left" in visitor.get(f"{LESSON}practice/")
        status, _ = visitor.ask("POST", f"{LESSON}practice/answers/", with_choice(form, "remember"))
        assert status == 302  # the very form that could not be kept
        is_back(visitor, engine)


@pytest.mark.postgresql
def test_nobody_notices_a_restart_of_postgresql_between_requests(
    tmp_path: Path, postgresql: PostgreSQL
) -> None:
    with running(tmp_path, DATABASE_URL=postgresql.url) as site:
        visitor = begun(site.url, "db")
        for _ in range(3):
            postgresql.stop()
            postgresql.start()
            for _ in range(8):  # whichever thread answers
                assert "2 of 3 tries left" in visitor.get(f"{LESSON}practice/")


@pytest.mark.redis
def test_the_panel_says_why_it_asks_to_sign_in_while_redis_hangs(
    tmp_path: Path, redis: Server
) -> None:
    more = {"REDIS_URL": redis.url, "SESSION_DEFAULT_ENGINE": "cache"}
    with running(tmp_path, **more) as site:
        make = MAKE.format(names=["ina"], password=PASSWORD, role="superuser")
        manage(tmp_path, "shell", "-c", make, **more)
        ina = Visitor(site.url)
        assert ina.submit("/admin/login/", username="ina", password=PASSWORD) == 302
        assert "Questions in draft" in ina.get("/admin/")
        cookie = ina.cookies["sessionid"]
        redis.hang()
        assert ina.ask("GET", "/admin/")[0] == 302
        page = ina.get("/admin/login/?next=/admin/")
        assert "The store of your session (cache) does not answer." in page
        assert ina.cookies["sessionid"] == cookie
        redis.go_on()
        soon(lambda: ina.ask("GET", "/admin/")[0] == 200)
