"""What the store of each engine holds, as lines of text: rows, entries, files."""

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

from lab.experiments.sandbox.clock import START
from lab.experiments.sandbox.shortening import shorten_value

AT_MOST = 4


def row_lines(store: SessionBase) -> Iterator[str]:
    # Without the app there is no model to ask, and no table.
    if "django_session" not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_key, session_data, expire_date FROM django_session")
        for key, data, end in cursor.fetchall():
            ends = describe_end(end.replace(tzinfo=UTC).timestamp())
            yield f"row {shorten_value(key)}: {describe_data(store.decode(data))}, {ends}"


def entry_lines(store: SessionBase) -> Iterator[str]:
    cache: Any = caches[settings.SESSION_CACHE_ALIAS]
    for name, value in cache._cache.items():
        key = name.rpartition(store.cache_key_prefix)[2]  # type: ignore[attr-defined]
        ends = describe_end(cache._expire_info[name])
        # Pickled by this very process; a look through the cache would change what it evicts.
        yield f"entry {shorten_value(key)}: {describe_data(pickle.loads(value))}, {ends}"  # noqa: S301


def file_lines(store: SessionBase) -> Iterator[str]:
    folder = Path(settings.SESSION_FILE_PATH)
    for file in sorted(folder.glob("*")) if folder.is_dir() else ():
        text = file.read_text()
        key = file.name.removeprefix(settings.SESSION_COOKIE_NAME)
        data = describe_data(store.decode(text)) if text else "nothing"
        yield f"file {settings.SESSION_COOKIE_NAME}{shorten_value(key)}, {len(text)} bytes: {data}"


LINES: dict[str, tuple[Callable[[Any], Iterator[str]], ...]] = {
    "db": (row_lines,),
    "cache": (entry_lines,),
    "cached_db": (row_lines, entry_lines),
    "file": (file_lines,),
    "signed_cookies": (),
}


def store_contents(engine: str, store: SessionBase) -> list[str]:
    """All that the store of this engine holds, a line for each row, entry or file."""
    return [line for lines_of in LINES[engine] for line in lines_of(store)]


def first_lines(lines: list[str]) -> list[str]:
    """The first lines, and how many more there are."""
    more = len(lines) - AT_MOST
    return [*lines[:AT_MOST], f"and {more} more"] if more > 0 else lines


def describe_end(moment: float | None) -> str:
    return "never ends" if moment is None else f"ends at {moment - START:.0f} s"


def describe_data(data: dict[str, Any]) -> str:
    """A session's data, without what proves a sign-in."""
    masked = {key: "(masked)" if key == HASH_SESSION_KEY else data[key] for key in data}
    text = json.dumps(masked, default=repr, ensure_ascii=False)
    return text if len(text) <= 120 else text[:119] + "…"
