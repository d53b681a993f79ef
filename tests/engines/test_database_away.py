"""The database does not answer: sessions that are kept elsewhere go on."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connections, router
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from config import env
from engines.middleware import SessionMiddleware
from engines.store import SessionStore

COOKIE = settings.SESSION_COOKIE_NAME


class Away:
    """A database router: everything is in a database that can't be opened."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        return "away"

    db_for_write = db_for_read


@pytest.fixture
def _away(monkeypatch: pytest.MonkeyPatch, django_db_blocker: Any) -> Iterator[None]:
    monkeypatch.setenv("AWAY_URL", "sqlite:////nowhere/at/all.sqlite3")
    there = {**connections.settings["default"], **env.database("AWAY_URL", "")}
    monkeypatch.setitem(connections.settings, "away", there)
    monkeypatch.setattr(router, "routers", [Away()])
    with django_db_blocker.unblock():
        yield
        connections["away"].close()


def kept(engine: str) -> str:
    """The key of a session that was kept before the database went away."""
    session = SessionStore(engine=engine)
    session["before"] = True
    session.save()
    return str(session.session_key)


def changed(key: str, meanwhile: Callable[[], None] = lambda: None) -> Any:
    """The response to a request that changes the session of this key."""

    def change(request: Any) -> HttpResponse:
        request.session["now"] = True
        meanwhile()
        return HttpResponse("")

    request: HttpRequest = RequestFactory().get("/")
    request.COOKIES[COOKIE] = key
    return SessionMiddleware(change)(request)  # type: ignore[arg-type]


@pytest.mark.usefixtures("_away")
def test_a_session_in_a_cookie_is_changed_all_the_same() -> None:
    response = changed(kept("signed_cookies"))
    session = SessionStore(response.cookies[COOKIE].value)
    assert dict(session.items()) == {"before": True, "now": True}


@pytest.mark.usefixtures("_away")
def test_a_browser_keeps_its_cookie_where_nobody_knows_whether_its_session_moved() -> None:
    key = kept("file")
    response = changed(key, meanwhile=lambda: SessionStore(key).delete())
    assert response.status_code == 200
    assert COOKIE not in response.cookies
