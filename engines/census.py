"""How many sessions each engine keeps, as far as it can be counted."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.backends.cache import KEY_PREFIX
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from django.utils import timezone

from engines.outage import NO_ANSWER
from engines.registry import ENGINES, Engine

MOST = 100_000  # keys and files; more than that is told as "or more"


@dataclass(frozen=True)
class Count:
    """`sessions`: None where they can't be counted, for the reason `told`."""

    engine: Engine
    sessions: int | None
    told: str = ""


def census() -> list[Count]:
    return [count(engine) for engine in ENGINES.values()]


def count(engine: Engine) -> Count:
    try:
        return counted(engine)
    except NO_ANSWER:
        return Count(engine, None, f"It does not answer. {engine.remedy}")


def counted(engine: Engine) -> Count:
    if engine.family == "signed_cookies":
        return Count(engine, None, "They are in the learners' browsers, and nowhere else.")
    if engine.family in ("db", "cached_db"):
        rows = Session.objects.filter(expire_date__gt=timezone.now())
        return Count(engine, rows.filter(session_key__startswith=engine.prefix).count())
    if engine.family == "file":
        name = f"{settings.SESSION_COOKIE_NAME}{engine.prefix}*"
        return up_to_most(engine, Path(settings.SESSION_FILE_PATH).glob(name))
    cache = caches[engine.cache]
    beginning = cache.make_key(f"{KEY_PREFIX}{engine.prefix}")
    if isinstance(cache, RedisCache):
        client = cache._cache.get_client()
        return up_to_most(engine, client.scan_iter(match=f"{beginning}*", count=1000))
    if isinstance(cache, LocMemCache):
        keys: list[str] = list(cache._cache)  # type: ignore[attr-defined]
        found = [key for key in keys if key.startswith(beginning)]
        return Count(engine, len(found), "In the memory of the process that made this page.")
    return Count(engine, None, "It has no list of its keys.")


def up_to_most(engine: Engine, found: Iterable[object]) -> Count:
    number = sum(1 for _ in islice(found, MOST))
    return Count(engine, number, "Or more: counting stopped here." if number == MOST else "")
