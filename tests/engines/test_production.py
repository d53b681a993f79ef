"""The same path on PostgreSQL with Redis or Memcached, served by two processes."""

import os
import re
from pathlib import Path

import pytest

from engines.registry import ENGINES
from tests.running import prepared_database, running
from tests.visitor import Visitor
from tests.words import told


def walk(url: str, *engines: str) -> None:
    """Answer, move through every engine and back, and find the same progress each time."""
    visitor = Visitor(url)
    assert visitor.answer("login") == 302
    assert visitor.answer("remember") == 302
    for name in [*engines, *reversed(engines)]:
        assert visitor.post("/engine/switch/", engine=name) in (200, 302)
        for _ in range(4):  # whichever process answers
            page = visitor.get("/progress/")
            assert f'<html lang="en" data-engine="{name}">' in page
            assert "1 of 5 answered, 1 right. Score 0.75 of 5" in told(page)


@pytest.mark.postgresql
@pytest.mark.redis
@pytest.mark.slow
def test_the_path_on_postgresql_and_redis_with_two_processes(tmp_path: Path) -> None:
    url, redis = prepared_database("with_redis"), os.environ["TEST_REDIS_URL"]
    with running(tmp_path, DATABASE_URL=url, REDIS_URL=redis, WEB_CONCURRENCY="2") as site:
        walk(site.url, *ENGINES)


@pytest.mark.postgresql
@pytest.mark.memcached
@pytest.mark.slow
def test_the_path_on_postgresql_and_memcached_with_two_processes(tmp_path: Path) -> None:
    url, memcached = prepared_database("with_memcached"), os.environ["TEST_MEMCACHED_URL"]
    environment = {"DATABASE_URL": url, "MEMCACHED_URL": memcached, "WEB_CONCURRENCY": "2"}
    with running(tmp_path, **environment) as site:
        walk(site.url, *ENGINES)


@pytest.mark.redis
@pytest.mark.memcached
@pytest.mark.slow
def test_redis_and_memcached_side_by_side(tmp_path: Path) -> None:
    caches = {name: os.environ[f"TEST_{name}"] for name in ("REDIS_URL", "MEMCACHED_URL")}
    with running(tmp_path, **caches, WEB_CONCURRENCY="2") as site:
        page = Visitor(site.url).get("/engine/")
        names = re.findall(r'<button name="engine" value="([^"]+)"', page)
        assert names == [
            *("db", "cache@redis", "cache@memcached", "cached_db@redis", "cached_db@memcached"),
            *("file", "signed_cookies"),
        ]
        walk(site.url, *names)


@pytest.mark.slow
def test_two_processes_without_a_shared_cache_do_not_start(tmp_path: Path) -> None:
    with (
        pytest.raises(RuntimeError, match="can't share a local-memory cache"),
        running(tmp_path, WEB_CONCURRENCY="2"),
    ):
        pass
