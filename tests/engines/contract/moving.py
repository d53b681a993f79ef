"""What holds between engines: a session moves to each other engine and back, and loses nothing."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.test import RequestFactory

from engines import move
from engines.middleware import SessionMiddleware
from engines.registry import ENGINES
from engines.store import SessionStore
from tests.engines.contract.base import Sessions


class MovingContract(Sessions):
    def test_it_moves_to_each_other_engine_and_back(self) -> None:
        key = self.saved(a=1).session_key
        for target in ENGINES.values():
            if target.name == self.engine:
                continue
            for engine in (target, ENGINES[self.engine]):
                old, key = key, moved(key, engine.name)
                session = SessionStore(key)
                assert (session.engine, dict(session.items())) == (engine, {"a": 1})
                before = SessionStore(old)
                if not before.engine.in_cookie:
                    assert not before.exists(old)

    def test_a_change_that_was_under_way_follows_it(self) -> None:
        key, target = self.saved(a=1).session_key, another_engine(self.engine)

        def view(request: Any) -> None:
            assert request.session["a"] == 1
            moved(key, target)
            request.session["late"] = True

        arrived = SessionStore(cookie_after(key, view))
        assert arrived.engine.name == target
        assert dict(arrived.items()) == {"a": 1, "late": True}


def another_engine(engine: str) -> str:
    return next(name for name, other in ENGINES.items() if name != engine and not other.in_cookie)


def moved(key: str, target: str) -> str:
    """The key of the session after a request that moves it."""
    return cookie_after(key, lambda request: move.begin(request, ENGINES[target]))


def cookie_after(key: str, view: Callable[[Any], object]) -> str:
    """The session's cookie after a request with this one, through the middleware."""

    def answer(request: Any) -> HttpResponse:
        view(request)
        return HttpResponse()

    request = RequestFactory().get("/")
    request.COOKIES[settings.SESSION_COOKIE_NAME] = key
    response: Any = SessionMiddleware(answer)(request)
    return str(response.cookies[settings.SESSION_COOKIE_NAME].value)
