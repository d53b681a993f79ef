"""Requests that are under way during a move follow the session; after a sign-out they don't."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from engines.middleware import SessionMiddleware
from engines.models import FORWARD_SECONDS, Forward
from engines.registry import ENGINES
from engines.store import SessionStore

PAIRS = [(source, target) for source in ENGINES for target in ENGINES if source != target]
COOKIE = settings.SESSION_COOKIE_NAME


def kept(engine: str) -> str:
    session = SessionStore(engine=engine)
    session["shared"] = 0
    session.save()
    return str(session.session_key)


def moved(key: str, target: str) -> str:
    """Another tab moves the session; its new key."""
    client = Client()
    client.cookies[COOKIE] = key
    client.post("/engine/switch/", {"engine": target})
    return client.cookies[COOKIE].value


def request_with(key: str, view: Callable[[HttpRequest], None]) -> HttpResponse:
    """A request with this cookie, through the middleware."""
    request = RequestFactory().get("/")
    request.COOKIES[COOKIE] = key

    def answer(request: HttpRequest) -> HttpResponse:
        view(request)
        return HttpResponse("")

    return SessionMiddleware(answer)(request)  # type: ignore[return-value]


@pytest.mark.django_db
@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_a_change_made_during_a_move_arrives(source: str, target: str) -> None:
    key, new = kept(source), []

    def view(request: Any) -> None:
        assert request.session["shared"] == 0
        new.append(moved(key, target))
        request.session["late"] = True

    response = request_with(key, view)
    arrived = SessionStore(response.cookies[COOKIE].value)
    assert arrived.engine.name == target
    assert dict(arrived.items()) == {"shared": 0, "late": True}
    if not ENGINES[target].in_cookie:
        assert arrived.session_key == new[0]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("source", "target"), [pair for pair in PAIRS if not ENGINES[pair[0]].in_cookie]
)
def test_a_request_that_starts_with_the_old_cookie_reads_the_moved_session(
    source: str, target: str
) -> None:
    key = kept(source)
    moved(key, target)
    seen: list[Any] = []
    request_with(key, lambda request: seen.append(dict(request.session.items())))
    assert seen == [{"shared": 0}]


@pytest.mark.django_db
def test_two_moves_in_a_row_are_followed_to_the_end() -> None:
    key = kept("db")
    moved(moved(key, "cache"), "file")
    seen: list[Any] = []
    request_with(key, lambda request: seen.append(request.session["shared"]))
    assert seen == [0]


@pytest.mark.django_db
def test_the_forwarding_address_ends(time_machine: Any) -> None:
    key = kept("db")
    moved(key, "cache")
    time_machine.move_to(Forward.objects.get().until)
    time_machine.shift(1)
    seen: list[Any] = []
    request_with(key, lambda request: seen.append(dict(request.session.items())))
    assert seen == [{}]
    assert FORWARD_SECONDS <= 10


@pytest.mark.django_db
@pytest.mark.parametrize("engine", [name for name, one in ENGINES.items() if not one.in_cookie])
def test_after_a_sign_out_a_late_request_brings_nothing_back(engine: str) -> None:
    key = kept(engine)

    def view(request: Any) -> None:
        assert request.session["shared"] == 0
        SessionStore(key).flush()
        request.session["late"] = True

    response = request_with(key, view)
    assert response.status_code == 200
    assert COOKIE not in response.cookies
    assert dict(SessionStore(key).items()) == {}


@pytest.mark.django_db
def test_the_old_key_is_kept_as_a_hash_alone() -> None:
    key = kept("db")
    moved(key, "cache")
    assert key not in str(Forward.objects.values())
