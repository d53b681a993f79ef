"""What real servers are asked for: the counts in the table of the page "Performance"."""

import asyncio
import sys
import types
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import redis
from asgiref.testing import ApplicationCommunicator
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.handlers.asgi import ASGIHandler
from django.core.signals import request_finished
from django.db import connection, connections
from django.http import HttpRequest, HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import path
from pymemcache.client.base import Client

from tests.facts import servers
from tests.facts.site import Browser, read, untouched, visit


@pytest.fixture
def prefix() -> str:
    return f"facts_{uuid.uuid4().hex}"


@pytest.fixture
def on_redis(settings: Any, prefix: str) -> str:
    settings.CACHES = {"default": servers.redis_cache(prefix)}
    return prefix


@pytest.fixture
def sessions_on(settings: Any, prefix: str) -> Iterator[Callable[..., None]]:
    """Keep the table of sessions in PostgreSQL, with these options of the connection."""
    with pytest.MonkeyPatch.context() as patch:

        def choose(**options: Any) -> None:
            servers.add_postgresql(patch, prefix, **options)
            settings.DATABASE_ROUTERS = [servers.SessionsOnPostgresql()]
            with connections[servers.ALIAS].schema_editor() as editor:
                editor.execute(f"CREATE SCHEMA {prefix}")
                editor.create_model(Session)

        yield choose
        with connections[servers.ALIAS].cursor() as cursor:
            cursor.execute(f"DROP SCHEMA {prefix} CASCADE")
        connections[servers.ALIAS].close()
        del connections[servers.ALIAS]


@pytest.fixture
def on_postgresql(sessions_on: Callable[..., None]) -> None:
    sessions_on(CONN_MAX_AGE=60)


@pytest.mark.redis
@pytest.mark.parametrize(
    ("view", "commands"), [(untouched, []), (read, ["GET"]), (visit, ["GET", "GET", "SET"])]
)
def test_the_cache_engine_asks_redis(
    use: Callable[[str], None],
    on_redis: str,
    visitor: Browser,
    view: Any,
    commands: list[str],
) -> None:
    use("cache")
    visitor.open(visit)
    with servers.heard_by_redis(on_redis) as heard, CaptureQueriesContext(connection) as captured:
        visitor.open(view)
    assert heard == commands
    assert not captured.captured_queries


@pytest.mark.redis
def test_a_hit_on_cached_db_is_one_get_and_no_sql(
    use: Callable[[str], None], on_redis: str, visitor: Browser
) -> None:
    use("cached_db")
    visitor.open(visit)
    with servers.heard_by_redis(on_redis) as heard, CaptureQueriesContext(connection) as captured:
        visitor.open(read)
    assert heard == ["GET"]
    assert not captured.captured_queries


@pytest.mark.postgresql
@pytest.mark.parametrize(
    ("view", "statements"),
    [(untouched, []), (read, ["SELECT"]), (visit, ["SELECT", "BEGIN", "UPDATE", "COMMIT"])],
)
def test_the_db_engine_asks_postgresql(
    on_postgresql: None, visitor: Browser, view: Any, statements: list[str]
) -> None:
    visitor.open(visit)
    with servers.heard_by_postgresql() as heard:
        visitor.open(view)
    assert heard == statements


@pytest.mark.redis
@pytest.mark.postgresql
@pytest.mark.parametrize(
    ("view", "commands", "statements"),
    [
        (untouched, [], []),
        (read, ["GET"], []),
        (visit, ["GET", "SET"], ["BEGIN", "UPDATE", "COMMIT"]),
    ],
)
def test_cached_db_asks_redis_and_postgresql(
    use: Callable[[str], None],
    on_redis: str,
    on_postgresql: None,
    visitor: Browser,
    view: Any,
    commands: list[str],
    statements: list[str],
) -> None:
    use("cached_db")
    visitor.open(visit)
    with (
        servers.heard_by_redis(on_redis) as heard,
        servers.heard_by_postgresql() as heard_too,
    ):
        visitor.open(view)
    assert heard == commands
    assert heard_too == statements


@pytest.mark.redis
def test_a_read_leaves_the_time_of_a_redis_entry_alone_and_a_write_starts_it_again(
    use: Callable[[str], None], on_redis: str, visitor: Browser
) -> None:
    use("cache")
    visitor.open(visit)
    client: redis.Redis = cache._cache.get_client()
    (entry,) = client.scan_iter(f"{on_redis}*")
    client.expire(entry, 1000)
    visitor.open(read)
    assert client.ttl(entry) <= 1000
    visitor.open(visit)
    assert client.ttl(entry) > 1209600 - 100


def server_process(visitor: Browser) -> int:
    """The process of PostgreSQL that served a request, to its very end."""
    visitor.open(read)
    process: int = connections[servers.ALIAS].connection.info.backend_pid
    request_finished.send(None)
    return process


@pytest.mark.postgresql
@pytest.mark.parametrize(("seconds", "connected"), [(0, 3), (60, 1)])
def test_conn_max_age_decides_whether_each_request_connects(
    sessions_on: Callable[..., None], visitor: Browser, seconds: int, connected: int
) -> None:
    sessions_on(CONN_MAX_AGE=seconds)
    visitor.open(visit)
    request_finished.send(None)
    assert len({server_process(visitor) for _ in range(3)}) == connected


@pytest.mark.postgresql
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_under_asgi_each_request_connects_even_so(
    on_postgresql: None, settings: Any, visitor: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    processes = []

    def view(request: HttpRequest) -> HttpResponse:
        assert request.session["visits"] == 1
        processes.append(connections[servers.ALIAS].connection.info.backend_pid)
        return HttpResponse()

    urls = types.SimpleNamespace(urlpatterns=[path("", view)])
    monkeypatch.setitem(sys.modules, "asgi_urls", urls)
    settings.ROOT_URLCONF = "asgi_urls"
    settings.MIDDLEWARE = ["django.contrib.sessions.middleware.SessionMiddleware"]
    visitor.open(visit)

    async def requests() -> None:
        site = ASGIHandler()
        headers = [(b"host", b"localhost"), (b"cookie", f"sessionid={visitor.key}".encode())]
        scope = {"type": "http", "method": "GET", "path": "/", "headers": headers}
        for _ in range(3):
            exchange = ApplicationCommunicator(site, dict(scope))
            await exchange.send_input({"type": "http.request"})
            assert (await exchange.receive_output(5))["status"] == 200
            await exchange.receive_output(5)
            await exchange.wait(5)

    with ThreadPoolExecutor(1) as outside:  # this thread may have a loop that runs already
        outside.submit(asyncio.run, requests()).result()
    assert len(set(processes)) == 3


@pytest.mark.memcached
def test_pymemcache_connects_for_every_request(
    use: Callable[[str], None],
    settings: Any,
    prefix: str,
    visitor: Browser,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    use("cache")
    settings.CACHES = {"default": servers.memcached_cache(prefix)}
    connect, connected = Client._connect, []

    def counted(client: Client) -> None:
        connected.append(client)
        connect(client)

    monkeypatch.setattr(Client, "_connect", counted)
    visitor.open(visit)
    request_finished.send(None)
    connected.clear()
    for _ in range(3):
        assert visitor.data() == {"visits": 1}
        request_finished.send(None)
    assert len(connected) == 3


@pytest.mark.redis
def test_redis_keeps_its_connection(
    use: Callable[[str], None], on_redis: str, visitor: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    use("cache")
    visitor.open(visit)
    connected: list[Any] = []
    monkeypatch.setattr(redis.Connection, "_connect", connected.append)
    for _ in range(3):
        request_finished.send(None)
        assert visitor.data() == {"visits": 1}
    assert not connected
