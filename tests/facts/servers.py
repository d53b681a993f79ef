"""Redis, PostgreSQL and Memcached as a session store, and what each of them is asked."""

import os
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import redis
from django.db import ConnectionHandler, connections
from django.db.backends.postgresql.base import DatabaseWrapper
from psycopg.pq import Trace

from config import env

ALIAS = "sessions"


def redis_cache(prefix: str) -> dict[str, Any]:
    """A database of Redis that no other test flushes, and keys of this test's own."""
    return {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": os.environ["TEST_REDIS_URL"],
        "OPTIONS": {"db": 15},
        "KEY_PREFIX": prefix,
    }


def memcached_cache(prefix: str) -> dict[str, Any]:
    return {
        "BACKEND": "django.core.cache.backends.memcached.PyMemcacheCache",
        "LOCATION": os.environ["TEST_MEMCACHED_URL"].removeprefix("memcached://"),
        "KEY_PREFIX": prefix,
    }


def add_postgresql(patch: pytest.MonkeyPatch, schema: str, **options: Any) -> None:
    """A second database, whose tables are in a schema of this test's own."""
    entry = env.database("TEST_POSTGRESQL_URL", "") | {
        "CONN_HEALTH_CHECKS": False,
        "OPTIONS": {"options": f"-c search_path={schema}"},
    }
    handler = ConnectionHandler({"default": {}, ALIAS: entry | options})
    patch.setitem(connections.settings, ALIAS, handler.settings[ALIAS])
    # Django's test case lets no test connect to a database that the settings do not name.
    patch.setattr(DatabaseWrapper, "ensure_connection", connect_if_needed)


def connect_if_needed(database: DatabaseWrapper) -> None:
    if database.connection is None:
        database.connect()


class SessionsOnPostgresql:
    """A router: the sessions are in PostgreSQL, all else is where it was."""

    def db_for_read(self, model: Any, **hints: Any) -> str | None:
        return ALIAS if model._meta.app_label == "sessions" else None

    db_for_write = db_for_read


@contextmanager
def heard_by_redis(prefix: str) -> Iterator[list[str]]:
    """Fill the list with the commands that Redis got from whoever uses these keys."""
    client, end, heard = redis.Redis.from_url(os.environ["TEST_REDIS_URL"]), uuid.uuid4().hex, []
    commands: list[str] = []
    with client.monitor() as monitor:
        yield commands
        client.echo(end)
        for entry in monitor.listen():
            if end in entry["command"]:
                break
            heard.append(entry)
    client.close()
    ours = {entry["client_port"] for entry in heard if prefix in entry["command"]}
    commands += [entry["command"].split()[0] for entry in heard if entry["client_port"] in ours]


@contextmanager
def heard_by_postgresql() -> Iterator[list[str]]:
    """Fill the list with the statements that went over the connection, each a round trip."""
    pgconn = connections[ALIAS].connection.pgconn
    statements: list[str] = []
    with tempfile.TemporaryFile("w+") as log:
        pgconn.trace(log.fileno())
        pgconn.set_trace_flags(Trace.SUPPRESS_TIMESTAMPS)
        yield statements
        pgconn.untrace()
        log.seek(0)
        for line in log:
            sender, _, kind, *rest = line.split("\t")
            if sender == "F" and kind in {"Query", "Parse"}:
                statements.append(rest[0].split('"')[1].split()[0])
