"""Signed cookies of two visitors differ, though data and second of the signature are the same.

Else a move of the one would leave an address that the other's requests follow.
"""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from engines.middleware import SessionMiddleware
from engines.registry import ENGINES
from engines.store import SessionStore

COOKIE = settings.SESSION_COOKIE_NAME
ON_SERVER = [name for name, engine in ENGINES.items() if not engine.in_cookie]


@pytest.fixture(autouse=True)
def _same_second() -> Iterator[None]:
    with time_machine.travel(1_790_000_000, tick=False):
        yield


def visitor() -> Client:
    """One who has moved to signed cookies, and has done nothing else."""
    client = Client()
    client.post("/engine/switch/", {"engine": "signed_cookies"})
    return client


def test_each_visitor_has_a_cookie_of_their_own(db: None) -> None:
    assert visitor().cookies[COOKIE].value != visitor().cookies[COOKIE].value


@pytest.mark.parametrize("engine", ON_SERVER)
def test_nobody_follows_the_move_of_another(db: None, engine: str) -> None:
    one, other = visitor(), visitor()
    one.post("/engine/switch/", {"engine": engine})

    def change(request: Any) -> HttpResponse:
        request.session["mine"] = True
        return HttpResponse("")

    request: HttpRequest = RequestFactory().get("/")
    request.COOKIES[COOKIE] = other.cookies[COOKIE].value
    response: Any = SessionMiddleware(change)(request)  # type: ignore[arg-type]
    assert SessionStore(response.cookies[COOKIE].value).engine.name == "signed_cookies"
    assert "mine" not in SessionStore(one.cookies[COOKIE].value)


def test_what_makes_a_cookie_unlike_others_is_no_part_of_the_session(db: None) -> None:
    session = SessionStore(engine="signed_cookies")
    session["mine"] = True
    session.save()
    assert dict(SessionStore(session.session_key).items()) == {"mine": True}
