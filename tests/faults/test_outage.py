"""A cache is killed or hangs in the middle of a quiz, and comes back: nothing is lost."""

import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import services
from tests.conftest import LESSON
from tests.running import running
from tests.visitor import Visitor

SOON = 1.0  # seconds in which every page answers


@dataclass
class Server:
    """A cache server of this test's own that can be ended and started again on its port."""

    command: list[str]
    url: str
    process: subprocess.Popen[bytes]

    def start(self) -> None:
        self.process = services.run(*self.command)
        services.wait_for(self.process, self.url)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def hang(self) -> None:
        self.process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        self.process.send_signal(signal.SIGCONT)


def started(start: Callable[[Path], object], folder: Path) -> Iterator[Server]:
    process, url = start(folder)  # type: ignore[misc]
    server = Server([str(word) for word in process.args], url, process)
    services.wait_for(process, url)
    try:
        yield server
    finally:
        server.process.kill()
        server.process.wait()


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[Server]:
    yield from started(services.start_redis, tmp_path)


@pytest.fixture
def memcached(tmp_path: Path) -> Iterator[Server]:
    yield from started(services.start_memcached, tmp_path)


def begun(url: str, engine: str) -> Visitor:
    """A learner with a wrong answer, in this engine."""
    visitor = Visitor(url)
    visitor.post("/engine/switch/", engine=engine)
    assert visitor.answer("login") == 302
    return visitor


def go_on_without(visitor: Visitor, engine: str) -> None:
    """Read, ask for a hint, answer: soon, with the cookie kept, and the page says why."""
    cookie = visitor.cookies["sessionid"]
    for path in ("/", "/progress/", "/engine/", f"{LESSON}why/", f"{LESSON}practice/"):
        start = time.perf_counter()
        page = visitor.get(path)
        assert time.perf_counter() - start < SOON, path
        assert "does not answer" in page, path
    if engine == "cache":
        assert visitor.cookies["sessionid"] == cookie
    assert "2 of 3 tries left" in visitor.get(f"{LESSON}practice/")
    fields_page = time.perf_counter()
    assert visitor.answer("remember") == 302
    assert time.perf_counter() - fields_page < 2 * SOON  # the page with the form, and the answer
    assert "1 of 5 answered, 1 right" in visitor.get("/progress/")


def soon(look: Callable[[], bool]) -> None:
    """Look until it holds, for a client that asks a server again only after a while."""
    deadline = time.monotonic() + 15
    while not look():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def is_back(visitor: Visitor, engine: str) -> None:
    soon(lambda: "does not answer" not in visitor.get("/engine/"))
    page = visitor.get("/progress/")
    assert f'<html lang="en" data-engine="{engine}">' in page
    assert "1 of 5 answered, 1 right. Score 0.75 of 5" in page


@pytest.mark.redis
@pytest.mark.parametrize("engine", ["cache", "cached_db"])
def test_redis_hangs_and_comes_back(tmp_path: Path, redis: Server, engine: str) -> None:
    with running(tmp_path, REDIS_URL=redis.url) as site:
        visitor = begun(site.url, engine)
        redis.hang()
        go_on_without(visitor, engine)
        redis.go_on()
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
        visitor.get("/progress/")
        is_back(visitor, engine)


@pytest.mark.memcached
@pytest.mark.parametrize("engine", ["cache", "cached_db"])
def test_memcached_hangs_and_comes_back(tmp_path: Path, memcached: Server, engine: str) -> None:
    with running(tmp_path, MEMCACHED_URL=memcached.url) as site:
        visitor = begun(site.url, engine)
        memcached.hang()
        go_on_without(visitor, engine)
        memcached.go_on()
        soon(lambda: "does not answer" not in visitor.get("/progress/"))
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
        soon(lambda: "does not answer" not in visitor.get("/progress/"))
        is_back(visitor, engine)
