from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any, Self

from django.contrib.sessions.backends.cache import KEY_PREFIX
from django.core.cache import caches

from engines import cache_details, connections
from engines.cache_kinds import UsableCache, usable_caches
from engines.compare_and_swap import can_compare_and_swap
from engines.engine import CacheSettings, Engine, SessionCount, cache_server
from engines.storage_inspector import StoredCopy, format_moment, shorten_key


class CacheEngine(Engine):
    """An entry in a cache for each session: one engine for each cache that is configured."""

    label = "Cache"
    survives = "closing the browser"
    store_path = "engines.stores.cache.SessionStore"
    can_be_remote = True
    ends_by_itself = "the cache ends them itself"

    def __init__(self, cache: UsableCache) -> None:
        super().__init__(f"cache{cache.suffix}", f"c{cache.number or 'a'}")
        self.cache = cache.alias
        self.where, self.lost_by = cache.kind.where, cache.kind.lost_by
        self.place = f"an entry in {self.where}"
        self.remedy = cache.kind.remedy

    @classmethod
    def configured(cls, caches: CacheSettings) -> Iterator[Self]:
        for cache in usable_caches(caches):
            yield cls(cache)

    @cached_property
    def server(self) -> str:
        return cache_server(self.cache)

    @property
    def merges(self) -> bool:
        """Only a cache that compares and swaps can merge; in any other the last save wins."""
        return can_compare_and_swap(caches[self.cache])

    @property
    def in_process(self) -> bool:
        return cache_details.is_in_process(self.cache)

    def count(self) -> SessionCount:
        counted = cache_details.count_keys(caches[self.cache], f"{KEY_PREFIX}{self.prefix}")
        return SessionCount(self, *counted)

    def inspect(self, session: Any) -> Iterator[StoredCopy]:
        yield from inspect_entry(session, f"The entry in {self.where}")

    def close_connections(self) -> None:
        cache_details.close(caches[self.cache])

    def trips_to_open(self, commands: Iterable[str]) -> int:
        return connections.trips_to_open_cache(self.cache, commands)


def inspect_entry(session: Any, title: str) -> Iterator[StoredCopy]:
    """The entry that holds this session in its engine's cache; nothing where there is none."""
    cache, key = session._cache, session.cache_key
    text = cache.get(key)
    if text is None:
        return
    name = cache.make_key(key)
    facts = [
        ("key", name.replace(session.session_key, shorten_key(session.session_key))),
        (
            "value",
            f"{len(text.encode()):,} bytes of JSON, which anyone can read who reads the cache",
        ),
    ]
    if (seconds := cache_details.seconds_left(cache, name)) is not None:
        ends = datetime.now(UTC) + timedelta(seconds=seconds)
        facts.append(("time to live", f"{round(seconds):,} seconds, until {format_moment(ends)}"))
    yield StoredCopy(title, facts)
