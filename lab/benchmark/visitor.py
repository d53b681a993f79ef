"""Visitors with a throwaway session, whose requests a benchmark times."""

import io
from collections.abc import Callable
from time import perf_counter
from typing import Any

from django.conf import settings
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse

from engines.engine import Engine

DATA = {"at": 0, "marks": "KKA0-" * 30}  # a small session: about 200 bytes when stored

type View = Callable[[Any], HttpResponse]


def touch_nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse("0")


def read_it(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(request.session.get("at")))


def write_it(request: HttpRequest) -> HttpResponse:
    at = request.session.get("at", 0) + 1
    request.session["at"] = at
    return HttpResponse(str(at))


VIEWS: dict[str, View] = {"untouched": touch_nothing, "read": read_it, "write": write_it}
# The same where each request opens its own connections, as with Django's CONN_MAX_AGE=0.
OPENED = {"read-opened": "read", "write-opened": "write"}


class StoreSilent(Exception):
    """The store did not answer, so there is nothing to time."""


class Visitor:
    """A browser with a throwaway session in one engine. It keeps its cookie.

    Making one stores its session. Raises `StoreSilent` where the store does not answer.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.store = last_writer_wins(engine.store)
        session = self.store()
        session.update(DATA)
        session.save()
        if session.conditions.outage:
            raise StoreSilent
        self.cookie = str(session.session_key)
        self.sites = {kind: self.behind_middleware(view) for kind, view in VIEWS.items()}

    def behind_middleware(self, view: View) -> SessionMiddleware:
        middleware = SessionMiddleware(view)
        middleware.SessionStore = self.store  # Django takes it from the settings
        return middleware

    def request(self, kind: str) -> tuple[float, Any]:
        """Make one request of this kind, of VIEWS or OPENED.

        Returns the seconds it took and the session it was served with. Raises `StoreSilent`.
        """
        environ = request_environ(f"{settings.SESSION_COOKIE_NAME}={self.cookie}")
        site: Any = self.sites[OPENED.get(kind, kind)]
        if kind in OPENED:
            self.engine.close_connections()
        start = perf_counter()
        request = WSGIRequest(environ)
        response = site(request)
        seconds = perf_counter() - start
        session: Any = request.session
        if session.conditions.outage:
            raise StoreSilent
        if cookie := response.cookies.get(settings.SESSION_COOKIE_NAME):
            self.cookie = cookie.value
        if kind in OPENED:
            self.store().ping()  # so that the next request finds all of them open
        return seconds, session

    def leave(self) -> None:
        """Delete the session from its store."""
        if not self.engine.in_cookie:
            self.store(self.cookie).delete()


def last_writer_wins(store: Any) -> Any:
    """The engine's `SessionStore`, which saves as Django does: it does not merge."""

    class SessionStore(store):
        __qualname__ = "SessionStore"  # a part of what Django signs a session with
        merging = False

    return SessionStore


def request_environ(cookie: str) -> dict[str, Any]:
    return {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": "/",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "HTTP_COOKIE": cookie,
        "wsgi.input": io.BytesIO(),
    }


def time_bare_view() -> float:
    """The seconds that the view takes without any session."""
    environ = request_environ("")
    start = perf_counter()
    touch_nothing(WSGIRequest(environ))
    return perf_counter() - start
