"""What every engine's store does beyond Django's.

It names its engine in its keys, is metered, and its saves merge. Django saves the whole session,
and the last writer wins. Here a save replaces exactly the text that was loaded (compare and
swap); where another request was faster, this request's changes are laid over what is there, key
by key, and it tries again. Two tabs never undo each other.
"""

import random
import time
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any

from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.sessions.backends.base import (
    VALID_KEY_CHARS,
    CreateError,
    UpdateError,
)
from django.core.cache import caches
from django.utils.crypto import get_random_string

from engines import circuit_breaker
from engines.conditions import USUAL, Conditions
from engines.engine import Engine
from engines.forwarding import follow_move
from engines.merge import merged
from engines.meter import READ, WRITE, Meter
from engines.outage import store_errors
from engines.stores.text import Serializer

# Mixed in before a native store, whose methods `super()` finds; a type checker sees no store.
Base: Any = object

# How often a save merges again after another request was faster. Then it raises UpdateError.
MAX_ATTEMPTS = 200


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
        """Django's; where the site's own age holds, it is not computed anew."""
        if kwargs or "_session_expiry" in self._session:
            age: int = super().get_expiry_age(**kwargs)
            return age
        return settings.SESSION_COOKIE_AGE

    @property
    def merging(self) -> bool:
        """Whether saves are to merge. Django's last-writer-wins is kept as an option."""
        return bool(getattr(settings, "SESSION_MERGE_SAVES", True))

    def note(self, **changes: Any) -> None:
        """Change some of `conditions`."""
        self.conditions = replace(self.conditions, **changes)

    def note_outage(self, error: Exception) -> None:
        """From here on the page goes on without the store, and the cookie stays as it is."""
        circuit_breaker.note_silence(self.engine.server, error)
        self.note(outage=True)

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
            self.note(outage=False, not_deleted=True)

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


class Swapping(Switchable):
    """A store on the server. Subclasses say how one text is fetched, inserted and swapped.

    `_fetch() -> str | None`: the text under this key, None where there is none or it ended.
    `_insert(text) -> bool`: False where the key is taken.
    `_swap(expected, text) -> str | None`: put `text` in the place of `expected` and return it;
    where something else is there, return that; None where nothing is.
    `_overwrite(text) -> bool`: as Django does it; False where nothing is there.
    """

    _text: str | None = None  # as loaded or saved last, which a swap expects to find
    _seen: dict[str, Any] | None = None  # what a fetch has decoded already

    def load(self) -> dict[str, Any]:
        if self._session_key is None:
            return {}
        try:
            if circuit_breaker.SILENT_UNTIL:
                self.refuse_if_silent()
            self.meter.begin(READ)
            try:
                text = self._fetch()
            finally:
                self.meter.end()
            if text is None:
                return self._follow()
        except store_errors() as error:
            self.note_outage(error)
            return {}
        self._text = text
        data, self._seen = self._seen, None
        return self.decode(text) if data is None else data

    def _follow(self) -> dict[str, Any]:
        """Nothing is under this key: load the session it moved to, or an empty one."""
        if follow_move(self):
            data: dict[str, Any] = self.load()
            return data
        self._session_key = None
        return {}

    def loaded_data(self) -> dict[str, Any]:
        return self.decode(self._text) if self._text is not None else {}

    def save(self, must_create: bool = False) -> None:
        """Save, merging with what another request saved since this one loaded.

        Raises CreateError where the key is taken, UpdateError where the session is gone.
        """
        if self.session_key is None:
            self.create()
            return
        data = self._get_session(no_load=must_create)
        if self.conditions.outage:
            return  # what is in the store was not seen, so nothing is put in its place
        try:
            with self.metered(WRITE):
                self._text = self._write(data, must_create)
        except store_errors() as error:
            self.note_outage(error)

    def _write(self, data: dict[str, Any], must_create: bool) -> str:
        """Write the data; returns the text that is stored in the end."""
        if not must_create and self.merging and self.engine.merges:
            return self._merge(data)
        text = self.encode(data)
        if must_create and not self._insert(text):
            raise CreateError
        if not must_create and not self._overwrite(text):
            raise UpdateError
        return text

    def _merge(self, data: dict[str, Any]) -> str:
        """Swap until nobody else was faster; returns the text that is stored in the end."""
        # Without a load, as after clear(), what is there now is what this request empties.
        expected = self._text if self._text is not None else self._fetch()
        for attempt in range(MAX_ATTEMPTS):
            if expected is None:
                raise UpdateError
            text = self.encode(data)
            stored = self._swap(expected, text)
            if stored == text:
                return text
            if stored is not None:
                data = merged(self.decode(expected), data, self.decode(stored))
                self._session_cache = data
            expected = stored
            if attempt > 2:  # many writers at once: each steps aside for a random moment
                time.sleep(random.uniform(0, 0.002 * attempt))  # noqa: S311
        raise UpdateError
