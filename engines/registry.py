"""The engines this site can keep a session in, one entry each.

Panel, checks, moves and tests loop over `ENGINES`; a new engine is one entry here.
"""

from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.conf import settings


@dataclass(frozen=True)
class Engine:
    """What one engine is called, where it keeps a session, and what that costs.

    `prefix`: the first two characters of its keys; empty where the cookie is the session.
    `where`: the place in a word or two, for the panel; `place`: in a sentence.
    """

    name: str
    label: str
    prefix: str
    store_module: str
    where: str
    place: str
    survives: str
    lost_by: str

    @property
    def store(self) -> Any:
        """The `SessionStore` class, a thin subclass of Django's own for this engine."""
        return import_module(self.store_module).SessionStore


ENGINES: dict[str, Engine] = {
    engine.name: engine
    for engine in (
        Engine(
            name="db",
            label="Database",
            prefix="db",
            store_module="engines.stores.db",
            where="row",
            place="a row in django_session",
            survives="restarts of the server and of the browser",
            lost_by="losing the database",
        ),
        Engine(
            name="cache",
            label="Cache",
            prefix="ca",
            store_module="engines.stores.cache",
            where="memory",
            place="an entry in the cache",
            survives="closing the browser",
            lost_by="a restart of the cache (local memory restarts with the server), or a full one",
        ),
        Engine(
            name="cached_db",
            label="Cached database",
            prefix="cd",
            store_module="engines.stores.cached_db",
            where="both",
            place="a row, with a copy in memory",
            survives="a restart, and an empty cache",
            lost_by="losing the database",
        ),
        Engine(
            name="file",
            label="File",
            prefix="fi",
            store_module="engines.stores.file",
            where="disk",
            place="a file on the server's disk",
            survives="restarts of the server and of the browser",
            lost_by="losing the folder; a second server does not see it",
        ),
        Engine(
            name="signed_cookies",
            label="Signed cookie",
            prefix="",
            store_module="engines.stores.signed_cookies",
            where="browser",
            place="the cookie itself, in your browser",
            survives="anything that happens to the server but a new secret key",
            lost_by="clearing the browser; and at most 4,096 bytes fit",
        ),
    )
}


def default_engine() -> Engine:
    """The engine of a new session: `settings.SESSION_DEFAULT_ENGINE`, else `db`."""
    return ENGINES[getattr(settings, "SESSION_DEFAULT_ENGINE", "db")]


def engine_of(key: str) -> Engine | None:
    """The engine that a session key or cookie names, or None for a foreign or broken one."""
    if ":" in key:
        return ENGINES["signed_cookies"]
    if not (8 <= len(key) <= 40 and key.isascii() and key.isalnum() and key == key.lower()):
        return None
    return _BY_PREFIX.get(key[:2])


_BY_PREFIX = {engine.prefix: engine for engine in ENGINES.values() if engine.prefix}
