"""Two hundred requests at once, each adding its own key to one session: all keys are there."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connections
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from engines.middleware import SessionMiddleware
from engines.registry import ENGINES
from engines.store import SessionStore
from tests.engines.postgresql import sessions_on_postgresql
from tests.engines.servers import OnMemcached, OnRedis

REQUESTS = 200


def add_own_key(session_key: str, number: int, start: threading.Barrier) -> int:
    """A request that reads the session before any other saves it, then adds its key."""

    def view(request: HttpRequest) -> HttpResponse:
        assert request.session["shared"] is True
        start.wait(60)
        request.session[f"key-{number}"] = number
        return HttpResponse("")

    request = RequestFactory().get("/")
    request.COOKIES[settings.SESSION_COOKIE_NAME] = session_key
    try:
        response = SessionMiddleware(view)(request)  # type: ignore[arg-type]
        return int(response.status_code)  # type: ignore[union-attr]
    finally:
        connections.close_all()
        caches.close_all()


def statuses(session_key: str) -> list[int]:
    found: list[int] = []
    start = threading.Barrier(REQUESTS)
    threads = [
        threading.Thread(target=lambda n=n: found.append(add_own_key(session_key, n, start)))
        for n in range(REQUESTS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return found


@pytest.mark.django_db(transaction=True)
class OwnKeys:
    """`engine`: its name."""

    engine: str

    @pytest.fixture(autouse=True)
    def _caches(self, settings: Any) -> None:
        if isinstance(self, OnRedis | OnMemcached):
            settings.CACHES = self.caches()

    def test_two_hundred_requests_at_once_lose_no_key(self) -> None:
        session = SessionStore(engine=self.engine)
        session["shared"] = True
        session.save()
        assert statuses(session.session_key) == [200] * REQUESTS
        kept = dict(SessionStore(session.session_key).items())
        assert kept == {"shared": True, **{f"key-{n}": n for n in range(REQUESTS)}}


class TestDatabase(OwnKeys):
    engine = "db"


class TestCacheInMemory(OwnKeys):
    engine = "cache"


@pytest.mark.redis
class TestCacheOnRedis(OnRedis, OwnKeys):
    engine = "cache"


@pytest.mark.memcached
class TestCacheOnMemcached(OnMemcached, OwnKeys):
    engine = "cache"


class TestCachedDatabaseInMemory(OwnKeys):
    engine = "cached_db"


@pytest.mark.redis
class TestCachedDatabaseOnRedis(OnRedis, OwnKeys):
    engine = "cached_db"


@pytest.mark.memcached
class TestCachedDatabaseOnMemcached(OnMemcached, OwnKeys):
    engine = "cached_db"


class TestFile(OwnKeys):
    engine = "file"


@pytest.mark.postgresql
class TestOnPostgreSQL:
    """Not in a test's transaction: each thread has a connection of its own."""

    @pytest.fixture(autouse=True)
    def _postgresql(self, django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
        with django_db_blocker.unblock(), sessions_on_postgresql():
            yield

    @pytest.mark.parametrize("engine", [name for name in ENGINES if name.endswith("db")])
    def test_two_hundred_requests_at_once_lose_no_key(self, engine: str) -> None:
        session = SessionStore(engine=engine)
        session["shared"] = True
        session.save()
        assert statuses(session.session_key) == [200] * REQUESTS
        assert len(SessionStore(session.session_key).keys()) == REQUESTS + 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("engine", ["db", "cache", "file"])
def test_without_the_merge_most_are_lost(engine: str, settings: Any) -> None:
    """Django's own last writer wins: what the merge is there for."""
    settings.SESSION_MERGE_SAVES = False
    assert ENGINES[engine].prefix
    session = SessionStore(engine=engine)
    session["shared"] = True
    session.save()
    statuses(session.session_key)
    assert len(SessionStore(session.session_key).keys()) < REQUESTS / 2
