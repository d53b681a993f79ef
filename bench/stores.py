"""The two stores side by side: Django's engine, and ours for the same place."""

import gc
import math
import os
import random
import statistics
import time
from collections.abc import Callable, Iterator
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
from django.test import RequestFactory, override_settings
from django.urls import path

from config import env
from engines.models import Forward, SiteEngine
from engines.registry import ENGINES

COOKIE = settings.SESSION_COOKIE_NAME
DATA = {"progress": {"at": 1_790_000_000, "marks": ["KKA0-" * 8] * 4}}  # about 200 bytes
BLOCK = 0.002  # seconds at least between two looks at the clock

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

type Requests = Callable[[int], None]


@dataclass(frozen=True)
class Place:
    """An engine over a store: its settings, and the database its sessions are in."""

    name: str
    engine: str
    caches: dict[str, Any]
    database: dict[str, Any]
    files: Path

    @property
    def merge_limit(self) -> float:
        """What a merging write may cost, over Django's write; cookies have nothing to merge."""
        if self.engine == "signed_cookies":
            return math.inf
        on_sqlite = self.engine.endswith("db") and "sqlite3" in self.database["ENGINE"]
        return 1.45 if on_sqlite else 1.25

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

    read: float
    write: float
    merge: float


def costs(place: Place, rounds: int) -> Costs:
    def paired(url: str) -> float:
        return in_turn(requests(place, url, native=True), requests(place, url), rounds)

    with override_settings(ROOT_URLCONF=__name__):
        with override_settings(SESSION_MERGE_SAVES=False):
            read, write = paired("/read/"), paired("/write/")
        return Costs(read, write, paired("/write/"))


def read_it(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(request.session["progress"]["at"]))


def write_it(request: HttpRequest) -> HttpResponse:
    at = request.session["progress"]["at"] + 1
    request.session["progress"] = {**DATA["progress"], "at": at}
    return HttpResponse(str(at))


urlpatterns = [path("read/", read_it), path("write/", write_it)]


def requests(place: Place, url: str, native: bool = False) -> Requests:
    """A function that makes so many requests of one browser, whose cookie is kept."""
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
    kept = {COOKIE: str(new.session_key)}
    environ = RequestFactory().get(url, headers={"host": "localhost"}).environ
    del environ["HTTP_COOKIE"]

    def start_response(
        status: str, headers: list[tuple[str, str]], error: object = None, /
    ) -> Callable[[bytes], object]:
        if not status.startswith("200"):
            raise RuntimeError(f"{url} is answered with {status}")
        return bytes.strip  # WSGI asks for a function that writes; nobody calls it

    def make(number: int) -> None:
        """As a server makes them: begun, sent and closed, with all that Django does then."""
        for _ in range(number):
            begun = {**environ, "HTTP_COOKIE": f"{COOKIE}={kept[COOKIE]}"}
            response = site(begun, start_response)
            if COOKIE in response.cookies:
                kept[COOKIE] = response.cookies[COOKIE].value
            b"".join(response)
            response.close()

    return make


def in_turn(one: Requests, other: Requests, rounds: int) -> float:
    """The median, over pairs of blocks in turn, of the other's time over the one's."""
    number = enough(one)
    other(number)
    ratios = []
    gc.collect()
    gc.disable()
    try:
        for _ in range(rounds):
            pair = [one, other]
            random.shuffle(pair)
            times = {run: seconds(run, number) for run in pair}
            ratios.append(times[other] / times[one])
    finally:
        gc.enable()
    return statistics.median(ratios)


def enough(run: Requests) -> int:
    """How many requests take as long as the clock needs to be trusted."""
    run(20)
    number = 1
    while seconds(run, number) < BLOCK:
        number *= 2
    return number


def seconds(run: Requests, number: int) -> float:
    start = time.perf_counter()
    run(number)
    return time.perf_counter() - start
