"""Redis and Memcached hang at once: each page comes within a second, with all threads busy."""

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.course import LESSON
from tests.restartable import Server, restartable
from tests.running import Site, running
from tests.services import start_memcached, start_redis
from tests.visitor import Visitor

pytestmark = pytest.mark.alone

SOON = 1.0
ROUNDS = 3
# Those that look at most stores first; then a learner's way, and the panel's door.
PAGES = (
    "/engine/",
    "/engine/race/",
    "/engine/settings/",
    "/",
    "/progress/",
    f"{LESSON}why/",
    f"{LESSON}practice/",
    "/class/",
    "/admin/login/",
)
ENGINES = ("db", "cache@redis", "cached_db@redis", "cache@memcached", "cached_db@memcached")


def begun(site: Site, engine: str) -> Visitor:
    visitor = Visitor(site.url)
    visitor.post("/engine/switch/", engine=engine)
    assert visitor.answer("login") == 302
    visitor.get("/engine/")
    return visitor


def times(visitor: Visitor) -> list[tuple[float, str]]:
    """What each page takes, and answers between them, for more than the two seconds after which
    a silent server is asked again."""
    found = []
    for _ in range(ROUNDS):
        for path in PAGES:
            start = time.perf_counter()
            visitor.get(path)
            found.append((time.perf_counter() - start, path))
        start = time.perf_counter()
        assert visitor.answer("static") in (200, 302)
        found.append(((time.perf_counter() - start) / 2, "an answer"))
    return found


@pytest.mark.redis
@pytest.mark.memcached
def test_each_page_comes_within_a_second_while_both_caches_hang(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    with (
        restartable(start_redis, tmp_path, Server) as redis,
        restartable(start_memcached, tmp_path, Server) as memcached,
        running(folder, REDIS_URL=redis.url, MEMCACHED_URL=memcached.url) as site,
    ):
        visitors = [begun(site, engine) for engine in ENGINES]
        redis.hang()
        memcached.hang()
        with ThreadPoolExecutor(len(visitors)) as pool:
            found = [each for times_of_one in pool.map(times, visitors) for each in times_of_one]
        assert max(found)[0] < SOON, sorted(found)[-5:]
        assert (folder / "log").read_text().count("No answer from") > 2  # so they were asked
