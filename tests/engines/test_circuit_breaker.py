"""A server that did not answer is not asked by every request."""

from unittest.mock import patch

import pytest
from django.core.cache.backends.locmem import LocMemCache
from django.test import Client

from engines import circuit_breaker
from engines.registry import ENGINES
from engines.store import SessionStore
from tests.learner import answer

DOWN = ConnectionRefusedError("down")


@pytest.mark.django_db
def test_a_cache_that_was_silent_is_not_asked_again_at_once() -> None:
    session = SessionStore(engine="cache")
    session["a"] = 1
    session.save()
    with patch.object(LocMemCache, "get", side_effect=DOWN) as get:
        for _ in range(3):
            late = SessionStore(session.session_key)
            assert dict(late.items()) == {}
            assert late.conditions.outage
    assert get.call_count == 1
    circuit_breaker.SILENT_UNTIL.clear()  # as after two seconds
    assert SessionStore(session.session_key)["a"] == 1


@pytest.mark.django_db
def test_cached_db_goes_without_a_cache_that_was_silent() -> None:
    session = SessionStore(engine="cached_db")
    session["a"] = 1
    session.save()
    with patch.object(LocMemCache, "get", side_effect=DOWN) as get:
        for _ in range(3):
            late = SessionStore(session.session_key)
            assert (late["a"], late.conditions.outage, late.conditions.without_copy) == (
                1,
                False,
                True,
            )
    assert get.call_count == 1


def test_signing_out_while_the_store_is_down_forgets_the_session_in_this_browser(
    instructor: Client,
) -> None:
    session = SessionStore(instructor.cookies["sessionid"].value)
    moved = SessionStore(engine="cache")
    moved.update(dict(session.items()))
    moved.save()
    instructor.cookies["sessionid"] = moved.session_key
    with patch.object(ENGINES["cache"].store, "delete", side_effect=DOWN):
        response = instructor.post("/admin/logout/")
    assert response.status_code == 200
    assert instructor.cookies["sessionid"].value == ""


def test_an_answer_while_the_cache_is_down_is_kept(alice: Client) -> None:
    alice.post("/engine/switch/", {"engine": "cache"})
    answer(alice, "login")
    with patch.object(LocMemCache, "get", side_effect=DOWN):
        answer(alice, "remember")
        page = alice.get("/progress/").content.decode()
    assert "2 so far" in page
