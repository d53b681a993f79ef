"""A cache whose class is not known here keeps sessions as Django's own engine does."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as live
from django.core import checks
from django.core.cache.backends.base import DEFAULT_TIMEOUT as USUAL
from django.core.cache.backends.base import BaseCache
from django.core.management import call_command
from django.http import HttpResponse
from django.test import RequestFactory

from engines import move
from engines.middleware import SessionMiddleware
from engines.registry import ENGINES
from engines.store import SessionStore
from tests.engines.contract import LastWriterWins, ServerSide

pytestmark = pytest.mark.django_db
NOTES: dict[str, Any] = {}


class Notebook(BaseCache):
    """A cache as somebody might write one: Django's five methods, and no more."""

    def __init__(self, location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def add(self, key: str, value: Any, timeout: Any = USUAL, version: Any = None) -> bool:
        if self.has_key(key, version):
            return False
        self.set(key, value, timeout, version)
        return True

    def get(self, key: str, default: Any = None, version: Any = None) -> Any:
        return NOTES.get(self.make_key(key, version), default)

    def set(self, key: str, value: Any, timeout: Any = USUAL, version: Any = None) -> None:
        if self.get_backend_timeout(timeout) is not None and timeout <= 0:
            self.delete(key, version)
        else:
            NOTES[self.make_key(key, version)] = value

    def delete(self, key: str, version: Any = None) -> bool:
        return NOTES.pop(self.make_key(key, version), None) is not None

    def clear(self) -> None:
        NOTES.clear()


class InNotebook:
    def caches(self) -> dict[str, Any]:
        return {"default": {"BACKEND": f"{__name__}.Notebook"}}


class InDatabase:
    def caches(self) -> dict[str, Any]:
        backend = "django.core.cache.backends.db.DatabaseCache"
        return {"default": {"BACKEND": backend, "LOCATION": "cache_table"}}

    @pytest.fixture(autouse=True)
    def _table(self, db: None, _stores: None) -> None:
        call_command("createcachetable")


class TestCacheInNotebook(InNotebook, LastWriterWins):
    engine = "cache"


class TestCacheInDatabase(InDatabase, LastWriterWins):
    engine = "cache"


class TestCachedDatabaseWithNotebook(InNotebook, ServerSide):
    engine = "cached_db"


class TestCachedDatabaseWithCacheInDatabase(InDatabase, ServerSide):
    engine = "cached_db"


@pytest.fixture
def notebook(settings: Any) -> Iterator[None]:
    settings.CACHES = InNotebook().caches()
    yield
    NOTES.clear()


def test_the_engine_says_that_the_last_writer_wins(notebook: None) -> None:
    assert not ENGINES["cache"].merges
    assert ENGINES["cached_db"].merges  # the row decides, and the copy follows
    session = SessionStore(engine="cache")
    session["a"] = 1
    session.save()
    first, second = SessionStore(session.session_key), SessionStore(session.session_key)
    first["first"], second["second"] = 1, 2
    first.save()
    second.save()
    assert dict(SessionStore(session.session_key).items()) == {"a": 1, "second": 2}


def test_a_known_cache_merges() -> None:
    assert ENGINES["cache"].merges


def test_a_session_moves_there_and_back(notebook: None) -> None:
    key = None
    for target in ("db", "cache", "file", "cache", "db"):

        def view(request: Any, target: str = target) -> HttpResponse:
            request.session["visits"] = request.session.get("visits", 0) + 1
            if request.session.engine.name != target or not request.session.session_key:
                move.begin(request, ENGINES[target])
            return HttpResponse()

        request = RequestFactory().get("/")
        if key:
            request.COOKIES[live.SESSION_COOKIE_NAME] = key
        response: Any = SessionMiddleware(view)(request)  # type: ignore[arg-type]
        key = response.cookies[live.SESSION_COOKIE_NAME].value
        assert len(NOTES) == (target == "cache")
    assert SessionStore(key)["visits"] == 5


def test_nothing_more_is_asked_of_it(notebook: None) -> None:
    count = ENGINES["cache"].count()
    assert (count.number, count.note) == (None, "It has no list of its keys.")
    session = SessionStore(engine="cache")
    session["a"] = 1
    session.save()
    [copy] = ENGINES["cache"].inspect(session)
    assert [name for name, _ in copy.facts] == ["key", "value"]
    ENGINES["cache"].close_connections()


def test_a_check_tells_whoever_runs_the_site(notebook: None) -> None:
    [warning] = [message for message in checks.run_checks() if message.id == "engines.W003"]
    assert "CACHES['default'] can't compare and swap" in warning.msg


def test_a_dummy_cache_keeps_nothing_and_no_session_is_lost_to_it(settings: Any) -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    request: Any = RequestFactory().get("/")
    request.session = SessionStore(engine="db")
    request.session["a"] = 1
    request.session.save()
    with pytest.raises(move.MoveRefused, match="is not what was written"):
        move.begin(request, ENGINES["cache"])
    assert SessionStore(request.session.session_key)["a"] == 1
