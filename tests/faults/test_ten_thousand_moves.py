"""Random sessions on random walks over the engines: no key lost, one copy left."""

import random
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.http import HttpResponse

from engines import move
from engines.limits import CookieTooLarge
from engines.models import Forward
from engines.registry import ENGINES
from engines.store import SessionStore

MOVES = 10_000
LENGTH = 100  # moves of one session


def some_json(chance: random.Random, depth: int = 0) -> Any:
    """A random JSON value of a few dozen bytes."""
    kind = chance.randrange(7 if depth < 3 else 5)
    if kind == 5:
        return [some_json(chance, depth + 1) for _ in range(chance.randrange(3))]
    if kind == 6:
        return {f"k{n}": some_json(chance, depth + 1) for n in range(chance.randrange(3))}
    text = "".join(chance.choices('aé☃\U0001f600\x00 "\\', k=chance.randrange(8)))
    return [None, True, chance.randint(-(2**53), 2**53), chance.random(), text][kind]


def places() -> int:
    """How many rows, entries and files there are in all."""
    copies = len(cache._cache)  # type: ignore[attr-defined]
    return Session.objects.count() + copies + len(list(Path(settings.SESSION_FILE_PATH).iterdir()))


COPIES = {"db": 1, "cache": 1, "cached_db": 2, "file": 1, "signed_cookies": 0}


@pytest.mark.django_db
def test_no_walk_loses_a_key_or_leaves_a_copy() -> None:
    chance = random.Random(20261123)  # noqa: S311
    anyone = SimpleNamespace(is_staff=False)
    for _ in range(MOVES // LENGTH):
        session = SessionStore(engine=chance.choice(list(ENGINES)))
        session.update({f"key-{n}": some_json(chance) for n in range(chance.randrange(1, 12))})
        session["_auth_user_hash"] = "a proof of sign-in"
        session.set_expiry(chance.choice([None, 0, 60, 86_400]))
        session.save()
        data, expiry = dict(session.items()), session.get_expiry_age()
        key = session.session_key
        for _ in range(LENGTH):
            request: Any = SimpleNamespace(session=SessionStore(key), user=anyone)
            others = [one for one in ENGINES.values() if one != request.session.engine]
            target = chance.choice(others)
            response = HttpResponse()
            try:
                move.begin(request, target)
            except move.MoveRefused as refusal:
                if not isinstance(refusal.__cause__, CookieTooLarge):
                    raise
                continue
            assert request.session.session_key != key
            response.set_cookie(settings.SESSION_COOKIE_NAME, request.session.session_key)
            move.finish(request.session, response)
            key = request.session.session_key
            arrived = SessionStore(key)
            assert dict(arrived.items()) == data
            assert arrived.get_expiry_age() == expiry
            assert places() == COPIES[target.name]
        SessionStore(key).flush()
        assert places() == 0
        Forward.objects.all().delete()
