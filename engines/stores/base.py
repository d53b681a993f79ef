"""What every engine's store does beyond Django's.

It names its engine in its keys, is metered, and knows what happened to its session.
"""

from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any

from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.sessions.backends.base import VALID_KEY_CHARS
from django.core.cache import caches
from django.utils.crypto import get_random_string

from engines import circuit_breaker
from engines.conditions import USUAL, Conditions
from engines.engine import Engine
from engines.meter import READ, WRITE, Meter
from engines.outage import store_errors
from engines.stores.text import Serializer

# Mixed in before a native store, whose methods `super()` finds; a type checker sees no store.
Base: Any = object


class Switchable(Base):
    """Mixed in before a native store. `Engine.store` makes a subclass for each engine."""

    engine: Engine
    conditions: Conditions = USUAL
    accessed = modified = False
    serializer = Serializer
    _session_key: Any
    _session: dict[str, Any]

    def __init__(self, session_key: str | None = None) -> None:
        self.meter = Meter()
        self.loaded_key = session_key  # as the browser sent it
        # Not Django's __init__, which knows one cache for all sessions.
        self._session_key = session_key
        if self.engine.cache:
            self._cache = caches[self.engine.cache]

    def get_expiry_age(self, **kwargs: Any) -> int:
        """Django's. Where the age of the settings holds, nothing is computed."""
        if kwargs or "_session_expiry" in self._session:
            age: int = super().get_expiry_age(**kwargs)
            return age
        return settings.SESSION_COOKIE_AGE

    @property
    def merging(self) -> bool:
        """Whether saves are to merge. Django's last-writer-wins is kept as an option."""
        return bool(getattr(settings, "SESSION_MERGE_SAVES", True))

    def update_conditions(self, **changes: Any) -> None:
        """Change some of `conditions`."""
        self.conditions = replace(self.conditions, **changes)

    def note_outage(self, error: Exception) -> None:
        """From here on the page goes on without the store, and the cookie stays as it is."""
        circuit_breaker.note_silence(self.engine.server, error)
        self.update_conditions(outage=True)

    def ping(self) -> None:
        """Ask the store for something that is not there. Raises one of `store_errors()`."""
        self.exists(self._get_new_session_key())

    def flush(self) -> None:
        """Django's. Where the store does not answer, this browser forgets the session anyway."""
        try:
            super().flush()
        except store_errors() as error:
            self.note_outage(error)
            self.clear()
            self._session_key = None
            self.update_conditions(outage=False, not_deleted=True)

    def metered(self, phase: str) -> AbstractContextManager[None]:
        if circuit_breaker.SILENT_UNTIL:
            self.refuse_if_silent()
        return self.meter.phase(phase)

    def refuse_if_silent(self) -> None:
        """Raise StillSilent where the store did not answer a moment ago. By default, never."""

    def _get_new_session_key(self) -> str:
        # No exists() first: 30 random characters don't repeat, and the insert would refuse.
        return self.engine.prefix + get_random_string(30, VALID_KEY_CHARS)

    async def _aget_new_session_key(self) -> str:
        return self._get_new_session_key()

    def encode(self, session_dict: dict[str, Any]) -> str:
        text: str = super().encode(session_dict)
        self.meter.size = len(text)
        return text

    def decode(self, session_data: Any) -> dict[str, Any]:
        self.meter.size = len(session_data)
        data: dict[str, Any] = super().decode(session_data)
        return data

    def exists(self, session_key: str | None = None) -> bool:
        with self.metered(READ):
            return bool(super().exists(session_key))

    def delete(self, session_key: str | None = None) -> None:
        with self.metered(WRITE):
            super().delete(session_key)

    # The native stores' asynchronous twins would bypass the meter and the merge.

    async def aload(self) -> dict[str, Any]:
        data: dict[str, Any] = await sync_to_async(self.load)()
        return data

    async def aexists(self, session_key: str | None = None) -> bool:
        return await sync_to_async(self.exists)(session_key)

    async def acreate(self) -> None:
        await sync_to_async(self.create)()

    async def asave(self, must_create: bool = False) -> None:
        await sync_to_async(self.save)(must_create)

    async def adelete(self, session_key: str | None = None) -> None:
        await sync_to_async(self.delete)(session_key)

    async def acycle_key(self) -> None:
        await sync_to_async(self.cycle_key)()

    async def aflush(self) -> None:
        await sync_to_async(self.flush)()
