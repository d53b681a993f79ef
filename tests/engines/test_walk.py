"""One session walks through all engines and back, and loses nothing on the way."""

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client

from engines.registry import ENGINES
from engines.store import SessionStore
from tests.learner import answer, progress_in

ROUND_TRIP = [*ENGINES, *reversed(ENGINES), "db"]
EVERY_PAIR = [(one, other) for one in ENGINES for other in ENGINES if one != other]


def key_of(client: Client) -> str:
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def move(client: Client, engine: str) -> Any:
    return client.post("/engine/switch/", {"engine": engine, "next": "/"})


COPIES = {
    "db": ["row"],
    "cache": ["cache"],
    "cached_db": ["row", "cached_db"],
    "file": ["file"],
    "signed_cookies": [],
}


def copies(key: str) -> list[str]:
    """Where on the server something is kept under this key."""
    if ":" in key:
        return []
    kept = ["row"] if Session.objects.filter(session_key=key).exists() else []
    for name in ("cache", "cached_db"):
        kept += [name] if cache.get(f"django.contrib.sessions.{name}{key}") else []
    file = Path(settings.SESSION_FILE_PATH) / f"{settings.SESSION_COOKIE_NAME}{key}"
    return kept + (["file"] if file.exists() else [])


def test_every_progress_key_is_equal_after_a_walk_through_all_engines(alice: Client) -> None:
    answer(alice, "remember")
    before = progress_in(alice)
    assert before["marks"]
    for engine in ROUND_TRIP:
        move(alice, engine)
        assert SessionStore(key_of(alice)).engine.name == engine
        assert progress_in(alice) == before


@pytest.mark.parametrize(("source", "target"), EVERY_PAIR)
def test_a_move_leaves_one_copy_under_a_new_key(alice: Client, source: str, target: str) -> None:
    answer(alice, "remember")
    if source != "db":
        move(alice, source)
    before, data = key_of(alice), progress_in(alice)
    move(alice, target)
    assert key_of(alice) != before
    assert progress_in(alice) == data
    assert copies(before) == []
    assert copies(key_of(alice)) == COPIES[target]


def test_the_key_is_the_very_key_of_the_row_and_of_the_cache_entry(alice: Client) -> None:
    move(alice, "cached_db")
    assert Session.objects.filter(session_key=key_of(alice)).exists()
    move(alice, "cache")
    assert cache.get(f"django.contrib.sessions.cache{key_of(alice)}") is not None


@pytest.mark.parametrize("engine", ["db", "cache", "cached_db", "file"])
def test_sign_in_and_expiry_come_along(instructor: Client, engine: str) -> None:
    session = instructor.session
    session.set_expiry(600)
    session.save()
    move(instructor, engine)
    assert instructor.get("/admin/").status_code == 200
    assert instructor.session.get_expiry_age() == 600


def test_two_learners_do_not_share_a_session(alice: Client, bob: Client) -> None:
    answer(alice, "remember")
    answer(bob, "login")
    for one, other in pairwise(ROUND_TRIP):
        move(alice, one)
        move(bob, other)
    assert progress_in(alice)["open"] != progress_in(bob)["open"]
    assert key_of(alice) != key_of(bob)
