from collections.abc import Iterable, Iterator
from typing import Any, Self

from django.core.cache import caches

from engines import cache_details, connections
from engines.builtin.cache import inspect_entry
from engines.builtin.database import DatabaseEngine
from engines.cache_kinds import UsableCache, usable_caches
from engines.engine import CacheSettings
from engines.storage_inspector import StoredCopy


class CachedDatabaseEngine(DatabaseEngine):
    """A row for each session, and a copy of it in a cache: one engine for each cache."""

    label = "Cached database"
    survives = "a restart, and an empty cache"
    store_path = "engines.stores.cached_db.SessionStore"

    def __init__(self, cache: UsableCache) -> None:
        super().__init__(f"cached_db{cache.suffix}", f"d{cache.number}" if cache.number else "cd")
        self.cache = cache.alias
        self.cache_where = cache.kind.where
        self.where = f"row + {self.cache_where}"
        self.place = f"a row, with a copy in {self.cache_where}"

    @classmethod
    def configured(cls, caches: CacheSettings) -> Iterator[Self]:
        for cache in usable_caches(caches):
            yield cls(cache)

    @property
    def in_process(self) -> bool:
        return super().in_process or cache_details.is_in_process(self.cache)

    def inspect(self, session: Any) -> Iterator[StoredCopy]:
        yield from super().inspect(session)
        if not session.conditions.without_copy:
            yield from inspect_entry(session, f"The copy in {self.cache_where}")

    def close_connections(self) -> None:
        super().close_connections()
        cache_details.close(caches[self.cache])

    def trips_to_open(self, commands: Iterable[str]) -> int:
        names = list(commands)
        cache_trips = connections.trips_to_open_cache(self.cache, names)
        return super().trips_to_open(names) + cache_trips
