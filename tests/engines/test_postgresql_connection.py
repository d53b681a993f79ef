"""A connection to PostgreSQL that was lost is closed, and the next request opens another."""

from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from django.db import OperationalError, connections

from config import env
from tests.engines.postgresql import ALIAS
from tests.services import new_database

pytestmark = pytest.mark.postgresql


@pytest.fixture
def connection(monkeypatch: pytest.MonkeyPatch, django_db_blocker: Any) -> Iterator[Any]:
    """One of the site's backend, kept from request to request, as a thread keeps it."""
    monkeypatch.setenv("LOST_URL", new_database("lost_connection"))
    settings = {**connections.settings["default"], **env.database("LOST_URL", "")}
    monkeypatch.setitem(connections.settings, ALIAS, settings)
    connection = connections.create_connection(ALIAS)
    with django_db_blocker.unblock():
        yield connection
        connection.close()


def begin_request(connection: Any) -> None:
    """What Django does with each connection when a request begins."""
    connection.health_check_done = False
    connection.close_if_unusable_or_obsolete()


def ask(connection: Any, query: str = "SELECT 1") -> Any:
    with connection.cursor() as cursor:
        return cursor.execute(query).fetchone()


def in_a_query(connection: Any) -> None:
    with pytest.raises(OperationalError):
        ask(connection, "SELECT pg_terminate_backend(pg_backend_pid())")


def while_idle(connection: Any) -> None:
    [number] = ask(connection, "SELECT pg_backend_pid()")
    server = connection.connection.info.dsn
    with psycopg.connect(server, autocommit=True) as other:
        assert other.execute("SELECT pg_terminate_backend(%s, 5000)", [number]).fetchone() == (
            True,
        )


@pytest.mark.parametrize("lose", [in_a_query, while_idle])
def test_the_request_after_the_loss_has_a_connection(
    connection: Any, lose: Callable[[Any], None]
) -> None:
    begin_request(connection)
    lose(connection)
    begin_request(connection)
    assert ask(connection) == (1,)


def test_a_connection_that_lives_is_kept(connection: Any) -> None:
    begin_request(connection)
    first = ask(connection, "SELECT pg_backend_pid()")
    begin_request(connection)
    assert ask(connection, "SELECT pg_backend_pid()") == first
