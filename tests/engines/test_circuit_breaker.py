"""A server that did not answer is not asked by every request."""

from unittest.mock import patch

import pytest
from django.core.cache.backends.locmem import LocMemCache
from django.test import Client

from engines import circuit_breaker
from engines.registry import ENGINES
from engines.session_counts import count_sessions_of
from engines.storage_inspector import inspect_storage
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


@pytest.mark.django_db
def test_cached_db_looks_for_a_row_where_the_cache_is_silent() -> None:
    session = SessionStore(engine="cached_db")
    session.save()
    with patch.object(LocMemCache, "has_key", side_effect=DOWN) as look:
        for _ in range(3):
            late = SessionStore(session.session_key)
            assert late.exists(session.session_key)
            assert late.conditions.without_copy
    assert look.call_count == 1
    assert not circuit_breaker.is_silent(ENGINES["cached_db"].server)  # the row is there


@pytest.mark.django_db
def test_a_look_at_all_stores_ends_with_the_first_that_is_silent() -> None:
    with (
        patch.object(ENGINES["cache"].store, "ping", side_effect=DOWN),
        patch.object(ENGINES["file"].store, "ping") as file,
    ):
        circuit_breaker.probe([ENGINES["db"], ENGINES["cache"], ENGINES["file"]])
    assert not file.called
    assert circuit_breaker.is_silent(ENGINES["cache"].server)
    with patch.object(ENGINES["db"].store, "ping") as database:
        circuit_breaker.probe([ENGINES["db"]])  # in the request that has just waited
    assert not database.called


@pytest.mark.django_db
def test_the_sessions_of_a_silent_cache_are_not_counted_again_and_again() -> None:
    with patch.object(ENGINES["cache"], "count", side_effect=DOWN) as count:
        for _ in range(3):
            assert "It does not answer." in count_sessions_of(ENGINES["cache"]).note
    assert count.call_count == 1


@pytest.mark.django_db
def test_nobody_looks_for_the_copy_in_a_cache_that_was_silent_in_this_request() -> None:
    session = SessionStore(engine="cached_db")
    session["a"] = 1
    session.save()
    with patch.object(LocMemCache, "get", side_effect=DOWN) as get:
        late = SessionStore(session.session_key)
        assert late["a"] == 1
        assert [copy.title for copy in inspect_storage(late)] == ["The row in django_session"]
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
