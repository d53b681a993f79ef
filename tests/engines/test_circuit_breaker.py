"""What does not answer is shown as such, with what to do, and is not asked by every request."""

from unittest.mock import patch

import pytest
from django.core.cache.backends.locmem import LocMemCache
from django.test import Client

from engines import circuit_breaker
from engines.registry import ENGINES, configured_engines
from engines.store import SessionStore
from lab.missing_engines import missing_engines
from tests.conftest import answer

DOWN = ConnectionRefusedError("down")


def test_the_lab_says_which_engine_does_not_answer_and_what_to_do(alice: Client) -> None:
    with (
        patch.object(LocMemCache, "get", side_effect=DOWN),
        patch.object(LocMemCache, "has_key", side_effect=DOWN),
    ):
        page = alice.get("/engine/").content.decode()
    assert "<strong>Does not answer.</strong> Restart the server." in page
    assert "<small>does not answer</small>" in page
    assert alice.get("/engine/").content.decode().count("Does not answer.") == 1


def test_a_folder_that_is_gone_is_an_engine_that_does_not_answer(
    alice: Client, settings: object
) -> None:
    settings.SESSION_FILE_PATH = "/nowhere/at/all"  # type: ignore[attr-defined]
    page = alice.get("/engine/").content.decode()
    assert "Make the folder that SESSION_FILE_PATH names writable." in page


def test_the_lab_says_what_could_be_set_up_here(alice: Client) -> None:
    page = alice.get("/engine/").content.decode()
    for variable in ("REDIS_URL=redis://", "MEMCACHED_URL=memcached://", "DATABASE_URL=postgresql"):
        assert f"<code>{variable}" in page


def test_nothing_is_missing_where_all_is_set_up() -> None:
    both = {"default": {"BACKEND": "x.RedisCache"}, "memcached": {"BACKEND": "x.KeptMemcache"}}
    assert missing_engines(both, "postgresql") == []
    found = {engine.name: engine for engine in configured_engines(both)}
    assert list(found)[1:5] == [
        "cache@redis",
        "cache@memcached",
        "cached_db@redis",
        "cached_db@memcached",
    ]
    assert len({engine.prefix for engine in found.values()}) == len(found)
    assert found["cache@memcached"].cache == "memcached"


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
