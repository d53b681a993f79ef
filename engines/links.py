"""The connections behind an engine: closing them, and what opening them takes."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.core.cache.backends.memcached import PyMemcacheCache
from django.core.cache.backends.redis import RedisCache
from django.db import connections, router

from engines.registry import Engine, cache_kind

SQL_WORDS = {"SELECT", "INSERT", "UPDATE", "DELETE"}
ROWS = {"db", "cached_db"}

# Round trips until a connection can be used, the TCP handshake among them; a test counts them.
# PostgreSQL: TCP, the question for TLS, the start, the time zone. Redis: TCP, HELLO and what
# the client says of itself. Memcached: TCP.
TO_OPEN = {"postgresql": 4, "redis": 5, "memcached": 1}
PASSWORD = 2  # of PostgreSQL, with SCRAM


def hang_up(engine: Engine) -> None:
    """Close this thread's connections to the engine's servers. The next request opens them."""
    if engine.family in ROWS:
        connection = connections[router.db_for_write(Session)]
        if not connection.in_atomic_block:
            connection.close()
    if engine.cache:
        cache = caches[engine.cache]
        client: Any = getattr(cache, "_cache", None)
        if isinstance(cache, RedisCache):
            for pool in client._pools.values():
                pool.disconnect()
        elif isinstance(cache, PyMemcacheCache):
            client.close()


def trips_to_open(engine: Engine, commands: Iterable[str]) -> int:
    """Round trips that open the connections for these commands.

    SQLite and local memory are inside the site's own process. They are counted as the servers
    in their place would be: PostgreSQL with a password, Redis.
    """
    words = set(commands)
    trips = 0
    if engine.family in ROWS and words & SQL_WORDS:
        trips += database_trips()
    if engine.cache and words - SQL_WORDS:
        kind = cache_kind(str(settings.CACHES[engine.cache]["BACKEND"])).name
        trips += TO_OPEN.get(kind, TO_OPEN["redis"])
    return trips


def database_trips() -> int:
    connection = connections[router.db_for_write(Session)]
    signs_in = connection.vendor != "postgresql" or bool(connection.settings_dict["PASSWORD"])
    return TO_OPEN["postgresql"] + (PASSWORD if signs_in else 0)
