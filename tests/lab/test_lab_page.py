"""The lab says what does not answer and what could be set up, with what to do."""

from unittest.mock import patch

from django.core.cache.backends.locmem import LocMemCache
from django.test import Client

from lab.missing_engines import missing_engines

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
