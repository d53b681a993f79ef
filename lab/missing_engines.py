"""Engines that this site could have, for those who run it."""

from dataclasses import dataclass

from engines.cache_kinds import CACHE_KINDS, cache_kind
from engines.engine import CacheSettings


@dataclass(frozen=True)
class MissingEngine:
    """What is not set up, and the variable to set for it, by example."""

    name: str
    variable: str


EXAMPLES = {
    "redis": "REDIS_URL=redis://127.0.0.1:6379",
    "memcached": "MEMCACHED_URL=memcached://127.0.0.1:11211",
}
POSTGRESQL = MissingEngine(
    "db on PostgreSQL", "DATABASE_URL=postgresql://user:password@127.0.0.1/name"
)


def missing_engines(caches: CacheSettings, database: str) -> list[MissingEngine]:
    """What `CACHES` and the database's vendor leave out."""
    present = {cache_kind(str(cache["BACKEND"])).name for cache in caches.values()}
    missing = [
        MissingEngine(f"cache and cached_db on {kind.where}", EXAMPLES[kind.name])
        for kind in CACHE_KINDS
        if kind.name in EXAMPLES and kind.name not in present
    ]
    return missing if database == "postgresql" else [*missing, POSTGRESQL]
