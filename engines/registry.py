"""The engines this site can keep a session in.

The panel, checks, moves and tests loop over `ENGINES`. Another engine is a subclass of
`engines.engine.Engine`, and its dotted path in `settings.SESSION_ENGINE_CLASSES`. Where several
caches are configured, `cache` and `cached_db` stand for each: `cache@redis`, `cache@memcached`.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings
from django.core.signals import setting_changed
from django.utils.module_loading import import_string

from engines.engine import CacheSettings, Engine

BUILTIN = (
    "engines.builtin.database.DatabaseEngine",
    "engines.builtin.cache.CacheEngine",
    "engines.builtin.cached_database.CachedDatabaseEngine",
    "engines.builtin.file.FileEngine",
    "engines.builtin.signed_cookie.SignedCookieEngine",
)

ENGINES: dict[str, Engine] = {}
_BY_PREFIX: dict[str, Engine] = {}
is_well_formed = re.compile("[a-z0-9]{8,40}").fullmatch


def configured_engines(caches: CacheSettings) -> Iterator[Engine]:
    """The engines that can be had with these `CACHES`, in the order of the settings."""
    paths: Sequence[str] = getattr(settings, "SESSION_ENGINE_CLASSES", BUILTIN)
    for path in paths:
        yield from import_string(path).configured(caches)


def load_engines() -> None:
    """Fill `ENGINES` from the settings. An engine that was there already stays the same object."""
    known = dict(ENGINES)
    ENGINES.clear()
    for engine in configured_engines(settings.CACHES):
        ENGINES[engine.name] = known.get(engine.name, engine)
    _BY_PREFIX.clear()
    _BY_PREFIX.update({engine.prefix: engine for engine in ENGINES.values()})


def engine_of(key: str) -> Engine | None:
    """The engine that a session key or cookie names, or None for a foreign or broken one."""
    if ":" in key:
        return _BY_PREFIX.get("")
    return _BY_PREFIX.get(key[:2]) if is_well_formed(key) else None


def first_on_server() -> Engine:
    """The engine for a session that a cookie can't or must not hold."""
    return next(engine for engine in ENGINES.values() if not engine.in_cookie)


def reload_engines(*, setting: str, **kwargs: Any) -> None:
    """Tests change settings while the site runs."""
    if setting == "SESSION_ENGINE_CLASSES":
        load_engines()


load_engines()
setting_changed.connect(reload_engines, dispatch_uid="engines.registry")
