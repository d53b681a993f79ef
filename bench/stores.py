"""The two stores side by side: Django's engine, and ours for the same place."""

import math
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache.backends.memcached import PyMemcacheCache
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import path

from bench.requests import requests
from bench.timing import Ratio, Requests, in_turn
from config import env
from engines.models import Forward, SiteEngine
from engines.registry import ENGINES

COOKIE = settings.SESSION_COOKIE_NAME
DATA = {"progress": {"at": 1_790_000_000, "marks": ["KKA0-" * 8] * 4}}  # about 200 bytes
# Over Django's time. A write that merges has more to do, on SQLite in two statements.
READ, WRITE, MERGE, MERGE_ON_SQLITE = 1.01, 1.02, 1.25, 1.45

# What `startproject` writes, with the session's middleware as it stands there.
USUAL = (
    "django.middleware.security.SecurityMiddleware",
    "{session}.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
)


@dataclass(frozen=True)
class Place:
    """An engine over a store: its settings, and the database its sessions are in."""

    name: str
    engine: str
    caches: dict[str, Any]
    database: dict[str, Any]
    files: Path

    @property
    def limits(self) -> tuple[float, float, float]:
        """What `Costs` may be. Cookies have nothing to merge, so Django's cost is no measure."""
        if self.engine == "signed_cookies":
            return READ, WRITE, math.inf
        on_sqlite = self.engine.endswith("db") and "sqlite3" in self.database["ENGINE"]
        return READ, WRITE, MERGE_ON_SQLITE if on_sqlite else MERGE

    @contextmanager
    def ready(self) -> Iterator[None]:
        connections["default"].close()
        changed = {**connections.settings["default"], **self.database}
        with ExitStack() as stack:
            stack.enter_context(
                override_settings(
                    CACHES=self.caches, SESSION_CACHE_ALIAS="django", SESSION_FILE_PATH=self.files
                )
            )
            connections.settings["default"] = changed
            del connections["default"]
            with connections["default"].schema_editor() as editor:
                for model in (Session, Forward, SiteEngine):
                    editor.create_model(model)
            try:
                yield
            finally:
                with connections["default"].schema_editor() as editor:
                    for model in (Session, Forward, SiteEngine):
                        editor.delete_model(model)
                connections["default"].close()


def places(folder: Path) -> Iterator[Place]:
    """Every engine over every store that was started."""
    sqlite = env.database("DATABASE_URL", f"sqlite:///{folder}/bench.sqlite3")
    files = folder / "files"
    files.mkdir()
    memory = env.caches()["default"]
    caches = {"memory": memory}
    if url := os.environ.get("TEST_REDIS_URL"):
        caches["Redis"] = env.redis_cache(url)
    if url := os.environ.get("TEST_MEMCACHED_URL"):
        caches["Memcached"] = env.memcached_cache(url)
    databases = {"SQLite": sqlite}
    if os.environ.get("TEST_POSTGRESQL_URL"):
        databases["PostgreSQL"] = env.database("TEST_POSTGRESQL_URL", "")

    for name, database in databases.items():
        yield Place(f"db on {name}", "db", both(memory), database, files)
    for name, cache in caches.items():
        yield Place(f"cache in {name}", "cache", both(cache), sqlite, files)
    for name, cache in caches.items():
        for where, database in databases.items():
            title = f"cached_db on {where} and {name}"
            yield Place(title, "cached_db", both(cache), database, files)
    yield Place("file", "file", both(memory), sqlite, files)
    yield Place("signed_cookies", "signed_cookies", both(memory), sqlite, files)


# What stands in for Django's own where ours would make its engine faster, too.
DJANGOS = {
    "engines.caches.KeptLocMem": "django.core.cache.backends.locmem.LocMemCache",
    "engines.caches.KeptRedis": "django.core.cache.backends.redis.RedisCache",
    "engines.caches.KeptMemcache": f"{__name__}.DjangosMemcache",
}


class DjangosMemcache(PyMemcacheCache):
    """Django's own would open a connection for each request, and lose by that alone."""

    def close(self, **kwargs: Any) -> None:
        pass


def both(cache: dict[str, Any]) -> dict[str, Any]:
    """The same server for both, by Django's own client and pickles for Django's engine."""
    options = {name: one for name, one in cache["OPTIONS"].items() if name != "serializer"}
    native = {**cache, "BACKEND": DJANGOS[cache["BACKEND"]], "KEY_PREFIX": "d", "OPTIONS": options}
    return {"default": cache, "django": native}


class Costs(NamedTuple):
    """Our time over Django's. `read` and `write` save as Django does; `merge`: a merging write."""

    read: Ratio
    write: Ratio
    merge: Ratio


def print_costs(folder: Path, pairs: int, only: str) -> int:
    """Print a row for each place with `only` in its name. Returns how many figures are too high."""
    print(f"Of Django's time, over {pairs} pairs or more: lower is faster.\n")
    print(f"{'':36}{'read':>16}{'write':>16}{'merging write':>16}")
    above = 0
    for place in places(folder):
        if only not in place.name:
            continue
        with place.ready():
            compared = list(zip(costs(place, pairs), place.limits, strict=True))
        above += sum(ratio.exceeds(limit) for ratio, limit in compared)
        row = "".join(f"{ratio!s:>15}{mark(ratio, limit)}" for ratio, limit in compared)
        print(f"{place.name:36}{row}", flush=True)
    print(f"\nAllowed: read {READ}, write {WRITE}, merging {MERGE}, on SQLite {MERGE_ON_SQLITE}.")
    print("!: above it.  ?: so near that the machine was too busy to tell.\n", flush=True)
    return above


def mark(ratio: Ratio, limit: float) -> str:
    if ratio.is_unclear(limit):
        return "?"
    return "!" if ratio.exceeds(limit) else " "


def costs(place: Place, pairs: int) -> Costs:
    def paired(url: str, limit: float) -> Ratio:
        return in_turn(browser(place, url, native=True), browser(place, url), pairs, limit)

    limits = place.limits
    with override_settings(ROOT_URLCONF=__name__):
        with override_settings(SESSION_MERGE_SAVES=False):
            read, write = paired("/read/", limits[0]), paired("/write/", limits[1])
        return Costs(read, write, paired("/write/", limits[2]))


def read_it(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(request.session["progress"]["at"]))


def write_it(request: HttpRequest) -> HttpResponse:
    at = request.session["progress"]["at"] + 1
    request.session["progress"] = {**DATA["progress"], "at": at}
    return HttpResponse(str(at))


urlpatterns = [path("read/", read_it), path("write/", write_it)]


def browser(place: Place, url: str, native: bool = False) -> Requests:
    """The requests of a browser that has a session."""
    middleware = f"{'django.contrib.sessions' if native else 'engines'}.middleware"
    engine = f"django.contrib.sessions.backends.{place.engine}" if native else "engines.store"
    with override_settings(
        ROOT_URLCONF=__name__,
        SESSION_ENGINE=engine,  # the middleware looks once, when it is made
        MIDDLEWARE=[one.format(session=middleware) for one in USUAL],
    ):
        site = WSGIHandler()
    new = import_module(engine).SessionStore() if native else ENGINES[place.engine].store()
    new.update(DATA)
    new.save()
    return requests(site, url, {COOKIE: str(new.session_key)})
