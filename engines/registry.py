"""The engines this site can keep a session in, one entry each.

Panel, checks, moves and tests loop over `ENGINES`; a new engine is one entry here. Where several
caches are configured, `cache` and `cached_db` stand for each: `cache@redis`, `cache@memcached`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from typing import Any

from django.conf import settings


@dataclass(frozen=True, eq=False)
class Engine:
    """What one engine is called, where it keeps a session, and what that costs.

    `prefix`: the first two characters of its keys; empty where the cookie is the session.
    `where`: the place in a word or two, for the panel; `place`: in a sentence.
    `remedy`: what to do when it does not answer. `cache`: the alias of the cache it uses.
    """

    name: str
    label: str
    prefix: str
    store_module: str
    where: str
    place: str
    survives: str
    lost_by: str
    remedy: str
    cache: str = ""

    @cached_property
    def family(self) -> str:
        """The name without the cache: what Django calls this engine."""
        return self.name.partition("@")[0]

    @cached_property
    def server(self) -> str:
        """What has to answer for this engine, and is silent for all that need it."""
        return self.name if self.family != "cache" else server_of(self.cache)

    @cached_property
    def store(self) -> Any:
        """The `SessionStore` class, a thin subclass of Django's own for this engine."""
        # The name is part of what Django signs a session with, so it stays SessionStore.
        base = import_module(self.store_module).SessionStore
        return type("SessionStore", (base,), {"engine": self})


def server_of(cache: str) -> str:
    """The server behind a cache's alias."""
    return f"cache {cache}"


@dataclass(frozen=True)
class CacheKind:
    """A cache server as people know it. `part`: what the dotted path of its backend holds."""

    name: str
    part: str
    where: str
    lost_by: str
    remedy: str


CACHE_KINDS = (
    CacheKind(
        name="memory",
        part="locmem",
        where="memory",
        lost_by="a restart of the server, whose memory it is, or a full cache",
        remedy="Restart the server.",
    ),
    CacheKind(
        name="redis",
        part="redis",
        where="Redis",
        lost_by="a restart of Redis, unless it saves to disk, or a full one",
        remedy="Start Redis, or take out REDIS_URL.",
    ),
    CacheKind(
        name="memcached",
        part="memcache",
        where="Memcached",
        lost_by="a restart of Memcached, or a full one",
        remedy="Start Memcached, or take out MEMCACHED_URL.",
    ),
)
OTHER_CACHE = CacheKind("cache", "", "cache", "a restart of the cache, or a full one", "Start it.")


def cache_kind(backend: str) -> CacheKind:
    """The kind of a cache by the dotted path of its backend."""
    kinds = (kind for kind in CACHE_KINDS if kind.part in backend.lower())
    return next(kinds, OTHER_CACHE)


def engines(caches: Mapping[str, Mapping[str, Any]]) -> Iterator[Engine]:
    """The engines that can be had with these `CACHES`, the first of which keeps plain prefixes."""
    used = [(alias, cache_kind(str(one["BACKEND"]))) for alias, one in caches.items()]
    names = [f"@{kind.name}" if len(used) > 1 else "" for _, kind in used]
    yield Engine(
        name="db",
        label="Database",
        prefix="db",
        store_module="engines.stores.db",
        where="row",
        place="a row in django_session",
        survives="restarts of the server and of the browser",
        lost_by="losing the database",
        remedy="Start the database that DATABASE_URL names.",
    )
    for number, ((alias, kind), name) in enumerate(zip(used, names, strict=True)):
        yield Engine(
            name=f"cache{name}",
            label="Cache",
            prefix=f"c{number or 'a'}",
            store_module="engines.stores.cache",
            where=kind.where,
            place=f"an entry in {kind.where}" if kind.part != "locmem" else "an entry in memory",
            survives="closing the browser",
            lost_by=kind.lost_by,
            remedy=kind.remedy,
            cache=alias,
        )
    for number, ((alias, kind), name) in enumerate(zip(used, names, strict=True)):
        yield Engine(
            name=f"cached_db{name}",
            label="Cached database",
            prefix=f"d{number}" if number else "cd",
            store_module="engines.stores.cached_db",
            where=f"row + {kind.where}",
            place=f"a row, with a copy in {kind.where}",
            survives="a restart, and an empty cache",
            lost_by="losing the database",
            remedy="Start the database that DATABASE_URL names.",
            cache=alias,
        )
    yield Engine(
        name="file",
        label="File",
        prefix="fi",
        store_module="engines.stores.file",
        where="disk",
        place="a file on the server's disk",
        survives="restarts of the server and of the browser",
        lost_by="losing the folder; a second server does not see it",
        remedy="Make the folder that SESSION_FILE_PATH names writable.",
    )
    yield Engine(
        name="signed_cookies",
        label="Signed cookie",
        prefix="",
        store_module="engines.stores.signed_cookies",
        where="browser",
        place="the cookie itself, in the browser",
        survives="anything that happens to the server but a new secret key",
        lost_by="clearing the browser; and at most 4,096 bytes fit",
        remedy="",
    )


ENGINES: dict[str, Engine] = {engine.name: engine for engine in engines(settings.CACHES)}
WELL_FORMED = re.compile("[a-z0-9]{8,40}").fullmatch
_BY_PREFIX = {engine.prefix: engine for engine in ENGINES.values() if engine.prefix}
FIRST_ON_SERVER = next(engine for engine in ENGINES.values() if engine.prefix)


@dataclass(frozen=True)
class NotHere:
    """An engine that this site could have, and the variable to set for it, by example."""

    name: str
    variable: str


def not_here(caches: Mapping[str, Mapping[str, Any]], database: str) -> list[NotHere]:
    """What `CACHES` and the database's vendor leave out, for those who run the site."""
    found = {cache_kind(str(one["BACKEND"])).name for one in caches.values()}
    can_be = [
        NotHere(f"cache and cached_db on {kind.where}", f"{variable}={url}")
        for kind, variable, url in (
            (CACHE_KINDS[1], "REDIS_URL", "redis://127.0.0.1:6379"),
            (CACHE_KINDS[2], "MEMCACHED_URL", "memcached://127.0.0.1:11211"),
        )
        if kind.name not in found
    ]
    if database != "postgresql":
        url = "postgresql://user:password@127.0.0.1/name"
        can_be.append(NotHere("db on PostgreSQL", f"DATABASE_URL={url}"))
    return can_be


def engine_of(key: str) -> Engine | None:
    """The engine that a session key or cookie names, or None for a foreign or broken one."""
    if ":" in key:
        return ENGINES["signed_cookies"]
    return _BY_PREFIX.get(key[:2]) if WELL_FORMED(key) else None
