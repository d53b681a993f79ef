"""What each engine's store holds, as lines of plain text: rows, entries, files."""

import json
import pickle
from collections.abc import Callable, Iterator
from datetime import UTC
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.core.cache import caches
from django.db import connection

from lab.experiments.clock import START
from lab.experiments.text import shortened

AT_MOST = 4


def rows(store: SessionBase) -> Iterator[str]:
    # Without the app there is no model to ask, and no table.
    if "django_session" not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_key, session_data, expire_date FROM django_session")
        for key, data, end in cursor.fetchall():
            ends = told_end(end.replace(tzinfo=UTC).timestamp())
            yield f"row {shortened(key)}: {told(store.decode(data))}, {ends}"


def entries(store: SessionBase) -> Iterator[str]:
    cache: Any = caches[settings.SESSION_CACHE_ALIAS]
    for name, value in cache._cache.items():
        key = name.rpartition(store.cache_key_prefix)[2]  # type: ignore[attr-defined]
        ends = told_end(cache._expire_info[name])
        # Pickled by this very process; a look through the cache would change what it evicts.
        yield f"entry {shortened(key)}: {told(pickle.loads(value))}, {ends}"  # noqa: S301


def files(store: SessionBase) -> Iterator[str]:
    folder = Path(settings.SESSION_FILE_PATH)
    for file in sorted(folder.glob("*")) if folder.is_dir() else ():
        text = file.read_text()
        key = file.name.removeprefix(settings.SESSION_COOKIE_NAME)
        data = told(store.decode(text)) if text else "nothing"
        yield f"file {settings.SESSION_COOKIE_NAME}{shortened(key)}, {len(text)} bytes: {data}"


PLACES: dict[str, tuple[Callable[[Any], Iterator[str]], ...]] = {
    "db": (rows,),
    "cache": (entries,),
    "cached_db": (rows, entries),
    "file": (files,),
    "signed_cookies": (),
}


def held(engine: str, store: SessionBase) -> list[str]:
    """All that the engine's store holds."""
    return [line for place in PLACES[engine] for line in place(store)]


def few(lines: list[str]) -> list[str]:
    """The first lines, and how many more there are."""
    more = len(lines) - AT_MOST
    return [*lines[:AT_MOST], f"and {more} more"] if more > 0 else lines


def told_end(moment: float | None) -> str:
    return "never ends" if moment is None else f"ends at {moment - START:.0f} s"


def told(data: dict[str, Any]) -> str:
    """A session's data, without what proves a sign-in."""
    shown = {key: "(masked)" if key == HASH_SESSION_KEY else data[key] for key in data}
    text = json.dumps(shown, default=repr, ensure_ascii=False)
    return text if len(text) <= 120 else text[:119] + "…"
