"""What the parts of the contract share: sessions of one engine, and both ways to call them."""

from typing import Any

import pytest
from asgiref.sync import async_to_sync

from engines.registry import ENGINES
from engines.store import SessionStore


class Caller:
    """Calls a session's method, or its asynchronous twin with the `a` before its name."""

    def __init__(self, *, asynchronous: bool) -> None:
        self.asynchronous = asynchronous

    def __call__(self, session: Any, method: str, *args: Any, **kwargs: Any) -> Any:
        if self.asynchronous:
            return async_to_sync(getattr(session, f"a{method}"))(*args, **kwargs)
        usual = "__setitem__" if method == "set" else method
        return getattr(session, usual)(*args, **kwargs)


class Sessions:
    """`engine`: its name. `caches`: the `CACHES` it needs, or None for those of the settings."""

    engine: str

    @pytest.fixture(autouse=True)
    def _stores(self, settings: Any) -> None:
        if self.caches() is not None:
            settings.CACHES = self.caches()

    @pytest.fixture(params=[False, True], ids=["sync", "async"])
    def call(self, request: Any) -> Caller:
        return Caller(asynchronous=request.param)

    def caches(self) -> dict[str, Any] | None:
        return None

    @property
    def in_cookie(self) -> bool:
        return ENGINES[self.engine].in_cookie

    def new(self) -> Any:
        return SessionStore(engine=self.engine)

    def saved(self, **data: Any) -> Any:
        session = self.new()
        session.update(data)
        session.save()
        return session

    def again(self, session: Any) -> Any:
        """The same session as the next request finds it."""
        return SessionStore(session.session_key)

    def untouched(self, **data: Any) -> Any:
        """A session with this data that nobody has looked at or changed, as far as it knows."""
        session = self.new()
        session.update(data)
        session.modified = session.accessed = False
        return session


def marks(session: Any) -> tuple[bool, bool]:
    return session.accessed, session.modified
