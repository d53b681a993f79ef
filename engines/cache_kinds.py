"""Caches as people know them: what they are called, and what they lose."""

from collections.abc import Iterator
from dataclasses import dataclass

from engines.engine import CacheSettings, remedy_for


@dataclass(frozen=True)
class CacheKind:
    """`part`: a part of the dotted path of its backends, by which it is recognised."""

    name: str
    part: str
    where: str
    lost_by: str
    usual_remedy: str

    @property
    def remedy(self) -> str:
        return remedy_for(self.name, self.usual_remedy)


CACHE_KINDS = (
    CacheKind(
        name="memory",
        part="locmem",
        where="memory",
        lost_by="a restart of the server, whose memory it is, or a full cache",
        usual_remedy="Restart the server.",
    ),
    CacheKind(
        name="redis",
        part="redis",
        where="Redis",
        lost_by="a restart of Redis, unless it saves to disk, or a full one",
        usual_remedy="Start Redis.",
    ),
    CacheKind(
        name="memcached",
        part="memcache",
        where="Memcached",
        lost_by="a restart of Memcached, or a full one",
        usual_remedy="Start Memcached.",
    ),
)
OTHER_CACHE = CacheKind(
    name="cache",
    part="",
    where="cache",
    lost_by="a restart of the cache, or a full one",
    usual_remedy="Start it.",
)


def cache_kind(backend: str) -> CacheKind:
    """The kind of a cache, by the dotted path of its backend."""
    kinds = (kind for kind in CACHE_KINDS if kind.part in backend.lower())
    return next(kinds, OTHER_CACHE)


@dataclass(frozen=True)
class UsableCache:
    """A cache of the settings. `suffix` tells engines apart where several are configured."""

    number: int
    alias: str
    kind: CacheKind
    suffix: str


def usable_caches(caches: CacheSettings) -> Iterator[UsableCache]:
    """Each of these `CACHES` in turn. Two of one kind are told apart by their alias."""
    kinds = {alias: cache_kind(str(cache["BACKEND"])) for alias, cache in caches.items()}
    names = [kind.name for kind in kinds.values()]
    for number, (alias, kind) in enumerate(kinds.items()):
        name = kind.name if names.count(kind.name) == 1 else alias
        yield UsableCache(number, alias, kind, f"@{name}" if len(kinds) > 1 else "")
