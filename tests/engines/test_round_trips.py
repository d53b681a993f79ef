"""How often a request goes to its store, counted on the way, by a proxy between the two."""

from typing import Any

import psycopg
import pytest
from django.core.cache import caches
from django.db import connections

from config import env
from engines.store import SessionStore
from tests.engines.postgresql import ALIAS, OnPostgreSQL
from tests.proxy import Proxy, proxied


def trips_of_a_read_and_a_write(proxy: Proxy, engine: str) -> int:
    session = SessionStore(engine=engine)
    session["a"] = 1
    session.save()
    for _ in range(2):  # the first may open a connection or load a script
        before = proxy.trips
        later = SessionStore(session.session_key)
        later["a"] += 1
        later.save()
    assert SessionStore(session.session_key)["a"] == 3
    return proxy.trips - before - 1  # that look was one more


@pytest.mark.redis
@pytest.mark.django_db
def test_a_read_and_a_merging_write_on_redis_take_two_round_trips(settings: Any) -> None:
    with proxied("TEST_REDIS_URL") as (proxy, url):
        settings.CACHES = {"default": env.redis_cache(url)}
        assert trips_of_a_read_and_a_write(proxy, "cache") == 2
        caches.close_all()


@pytest.mark.memcached
@pytest.mark.django_db
def test_a_read_and_a_merging_write_on_memcached_take_three(settings: Any) -> None:
    """`get`, then `gets` and `cas`: only the server's own token can be compared."""
    with proxied("TEST_MEMCACHED_URL") as (proxy, url):
        settings.CACHES = {"default": env.memcached_cache(url)}
        assert trips_of_a_read_and_a_write(proxy, "cache") == 3


@pytest.mark.postgresql
@pytest.mark.django_db(databases=["default", "postgresql"])
class TestOnPostgreSQL(OnPostgreSQL):
    def test_a_read_and_a_merging_write_take_two_round_trips(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """On a connection of its own, since a test's transaction would count."""
        with proxied("TEST_POSTGRESQL_URL") as (proxy, url):
            connection = connections[ALIAS]
            parts = {**connection.get_connection_params(), "port": proxy.port}
            with psycopg.connect(**{**parts, "host": "127.0.0.1"}, autocommit=True) as own:
                kept, connection.connection = connection.connection, own
                in_atomic, connection.in_atomic_block = connection.in_atomic_block, False
                try:
                    assert trips_of_a_read_and_a_write(proxy, "db") == 2
                    assert connection.is_usable()
                finally:
                    connection.connection, connection.in_atomic_block = kept, in_atomic
            assert url
