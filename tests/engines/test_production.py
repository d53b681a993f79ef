"""The same path on PostgreSQL with Redis or Memcached, served by two processes."""

import os
from pathlib import Path

import psycopg
import pytest

from engines.registry import ENGINES
from tests.running import running
from tests.visitor import Visitor


def new_database(name: str) -> str:
    """The URL of an empty database on the tests' PostgreSQL."""
    server = os.environ["TEST_POSTGRESQL_URL"]
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name}")
    return server.rsplit("/", 1)[0] + f"/{name}"


def walk(url: str) -> None:
    """Answer, move through every engine and back, and find the same progress each time."""
    visitor = Visitor(url)
    assert visitor.answer("login") == 302
    assert visitor.answer("remember") == 302
    for name in [*ENGINES, *reversed(ENGINES)]:
        assert visitor.post("/engine/switch/", engine=name) in (200, 302)
        for _ in range(4):  # whichever process answers
            page = visitor.get("/progress/")
            assert f'<html lang="en" data-engine="{name}">' in page
            assert "1 of 5 answered, 1 right. Score 0.75 of 5" in page


@pytest.mark.postgresql
@pytest.mark.redis
def test_the_path_on_postgresql_and_redis_with_two_processes(tmp_path: Path) -> None:
    url, redis = new_database("with_redis"), os.environ["TEST_REDIS_URL"]
    with running(tmp_path, DATABASE_URL=url, REDIS_URL=redis, WEB_CONCURRENCY="2") as site:
        walk(site.url)


@pytest.mark.postgresql
@pytest.mark.memcached
def test_the_path_on_postgresql_and_memcached_with_two_processes(tmp_path: Path) -> None:
    url, memcached = new_database("with_memcached"), os.environ["TEST_MEMCACHED_URL"]
    environment = {"DATABASE_URL": url, "MEMCACHED_URL": memcached, "WEB_CONCURRENCY": "2"}
    with running(tmp_path, **environment) as site:
        walk(site.url)


def test_two_processes_without_a_shared_cache_do_not_start(tmp_path: Path) -> None:
    with (
        pytest.raises(RuntimeError, match="can't share a local-memory cache"),
        running(tmp_path, WEB_CONCURRENCY="2"),
    ):
        pass
