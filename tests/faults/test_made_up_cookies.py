"""Ten thousand requests with made-up cookies, and with none, make no row, file or key."""

import http.client
import os
import secrets
import sqlite3
import string
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from redis import Redis

from engines.registry import ENGINES
from tests.course import LESSON
from tests.running import Site, running

REQUESTS = 10_000
AT_ONCE = 8
PATHS = ("/", "/progress/", "/engine/", f"{LESSON}why/", f"{LESSON}practice/")
PREFIXES = [engine.prefix for engine in ENGINES.values()] + ["zz", "c1", "d1"]


def made_up(number: int) -> str | None:
    """No cookie, a key of each engine, a foreign one, a forged signed cookie, rubbish."""
    letters = "".join(secrets.choice(string.ascii_lowercase + string.digits) for _ in range(30))
    kinds = [
        None,
        *(prefix + letters for prefix in PREFIXES),
        f"eyJhIjoxfQ:1wK3Zx:{letters}",
        "../../etc/passwd",
        letters * 20,
        "%00%ff",
    ]
    return kinds[number % len(kinds)]


def visit(site: Site, numbers: range) -> Counter[int]:
    """Requests over one connection, as a crawler would make them."""
    statuses: Counter[int] = Counter()
    connection = http.client.HTTPConnection(urlsplit(site.url).netloc, timeout=30)
    for number in numbers:
        cookie = made_up(number)
        headers = {"Cookie": f"sessionid={cookie}"} if cookie else {}
        connection.request("GET", PATHS[number // 16 % len(PATHS)], headers=headers)
        response = connection.getresponse()
        response.read()
        statuses[response.status] += 1
        assert "sessionid" not in (response.headers["Set-Cookie"] or "").replace('sessionid=""', "")
    connection.close()
    return statuses


def kept(site: Site, redis: Redis) -> dict[str, int]:
    connection = sqlite3.connect(site.folder / "stateful.sqlite3")
    try:
        tables = ("django_session", "engines_forward", "quizzes_answer")
        rows = {
            table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
            for table in tables
        }
    finally:
        connection.close()
    files = len(list((site.folder / "sessions").iterdir()))
    return {**rows, "files": files, "keys": int(redis.dbsize())}  # type: ignore[arg-type]


@pytest.mark.redis
def test_made_up_cookies_make_nothing(tmp_path: Path) -> None:
    url = f"{os.environ['TEST_REDIS_URL']}/7"  # a database of its own
    redis = Redis.from_url(url)
    redis.flushdb()
    with running(tmp_path, REDIS_URL=url) as site:
        before = kept(site, redis)
        share = REQUESTS // AT_ONCE
        with ThreadPoolExecutor(AT_ONCE) as pool:
            parts = [range(n * share, (n + 1) * share) for n in range(AT_ONCE)]
            statuses = sum(pool.map(lambda part: visit(site, part), parts), Counter[int]())
        assert statuses == {200: REQUESTS}
        after = kept(site, redis)
    assert {**after, "keys": before["keys"]} == before
    # /readyz/ leaves its own key for ten seconds; no session is among the keys.
    assert [key for key in redis.keys("*") if b"readyz" not in key] == []  # type: ignore[union-attr]
