"""The connections behind an engine: closing them, and what opening them takes."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connections, router

from engines.cache_kinds import cache_kind

SQL_COMMANDS = frozenset({"SELECT", "INSERT", "UPDATE", "DELETE"})

# Round trips until a connection can be used, the TCP handshake among them; a test counts them.
# PostgreSQL: TCP, the question for TLS, the start, the time zone. Redis: TCP, HELLO and what
# the client says of itself. Memcached: TCP.
TRIPS_TO_OPEN = {"postgresql": 4, "redis": 5, "memcached": 1}
PASSWORD_TRIPS = 2  # of PostgreSQL, with SCRAM


def database() -> Any:
    """This thread's connection to the database that holds the sessions."""
    return connections[router.db_for_write(Session)]


def close_database() -> None:
    """Close it, unless a transaction is open. The next request opens it again."""
    connection = database()
    if not connection.in_atomic_block:
        connection.close()


def trips_to_open_database() -> int:
    """SQLite is in the site's own process. PostgreSQL with a password would be in its place."""
    connection = database()
    signs_in = connection.vendor != "postgresql" or bool(connection.settings_dict["PASSWORD"])
    return TRIPS_TO_OPEN["postgresql"] + (PASSWORD_TRIPS if signs_in else 0)


def trips_to_open_cache(alias: str, commands: Iterable[str]) -> int:
    """0 where no command goes to the cache. Local memory counts as Redis in its place would."""
    if SQL_COMMANDS.issuperset(commands):
        return 0
    kind = cache_kind(str(settings.CACHES[alias]["BACKEND"])).name
    return TRIPS_TO_OPEN.get(kind, TRIPS_TO_OPEN["redis"])
