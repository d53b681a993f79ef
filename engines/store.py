"""`SESSION_ENGINE = "engines.store"`: all of Django's session engines behind one name.

A key's first two characters say which engine holds it (`db…`, `ca…`, `cd…`, `fi…`); a signed
cookie is known by its `:`. What is handed out is Django's own store for that engine, thinly
subclassed, so the middleware, `login`, the test client and the admin work unchanged.
"""

from typing import Any

from engines.registry import ENGINES, engine_of
from engines.site_engine import current_choice


class SessionStore:
    """Calling this gives the store of the engine that the key names.

    `session_key`: the cookie's value; a foreign or broken one is an empty session.
    `engine`: the name of the engine for a new session, else the site's default.
    """

    def __new__(cls, session_key: str | None = None, engine: str | None = None) -> Any:
        if session_key and (owner := engine_of(session_key)):
            return owner.store(session_key)
        return (ENGINES[engine] if engine else current_choice().engine).store()

    @classmethod
    def get_model_class(cls) -> Any:
        with_rows = next(engine for engine in ENGINES.values() if engine.keeps_rows)
        return with_rows.store.get_model_class()

    @classmethod
    def clear_expired(cls) -> None:
        for engine in ENGINES.values():
            engine.store.clear_expired()

    @classmethod
    async def aclear_expired(cls) -> None:
        for engine in ENGINES.values():
            await engine.store.aclear_expired()
