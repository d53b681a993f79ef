"""What every engine's store does beyond Django's: it names itself in its keys, is metered, and
its saves merge.

Django saves the whole session, and the last writer wins. Here a save replaces exactly the text
that was loaded (compare and swap); where another request was faster, this request's changes are
laid over what is there, key by key, and it tries again. Two tabs never undo each other.
"""

import random
import time
from contextlib import AbstractContextManager
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

from engines import reach
from engines.merge import merged
from engines.meter import READ, WRITE, Meter
from engines.outage import NO_ANSWER
from engines.registry import Engine
from engines.stores.text import Serializer

# Mixed in before a native store, whose methods `super()` finds; a type checker sees no store.
Base: Any = object

# Under this many lost races a save merges again; a writer that loses them all is not answered.
ATTEMPTS = 200


class Switchable(Base):
    """Mixed in before a native store. The registry makes a subclass for each engine."""

    engine: Engine
    outage = False  # the store does not answer
    unforgotten = False  # it did not answer when this was deleted
    left_behind: Any = None  # what a move leaves in the old engine, until it is finished
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
        """Django's own last-writer-wins is kept as an option, to be shown."""
        return bool(getattr(settings, "SESSION_MERGE_SAVES", True))

    def does_not_answer(self, error: Exception) -> None:
        """From here on the page goes on without the store, and the cookie stays as it is."""
        reach.note_silence(self.engine.server, error)
        self.outage = True

    def reach(self) -> None:
        """Ask the store for something that is not there. Raises one of NO_ANSWER."""
        self.exists(self._get_new_session_key())

    def flush(self) -> None:
        """Django's, and where the store does not answer this browser forgets the session anyway."""
        try:
            super().flush()
        except NO_ANSWER as error:
            self.does_not_answer(error)
            self.clear()
            self._session_key, self.outage, self.unforgotten = None, False, True

    def metered(self, phase: str) -> AbstractContextManager[None]:
        if reach.SILENT:
            self.spare_the_silent()
        return self.meter.phase(phase)

    def spare_the_silent(self) -> None:
        """Raises StillSilent where a store that did not answer a moment ago is not to be asked."""

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

    _text: str | None = None  # as loaded or saved last: what a swap expects to find
    _seen: dict[str, Any] | None = None  # what a fetch has decoded on its way

    def load(self) -> dict[str, Any]:
        try:
            if reach.SILENT:
                self.spare_the_silent()
            self.meter.begin(READ)
            try:
                text = self._fetch()
            finally:
                self.meter.end()
            if text is None:
                return self._follow()
        except NO_ANSWER as error:
            self.does_not_answer(error)
            return {}
        self._text = text
        data, self._seen = self._seen, None
        return self.decode(text) if data is None else data

    def _follow(self) -> dict[str, Any]:
        """Nothing is under this key: what is under the one it moved to, or an empty session."""
        from engines.follow import become_the_moved  # models are not loaded when this module is

        if become_the_moved(self):
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
        if self.outage:
            return  # what is in the store was not seen, so nothing is put in its place
        try:
            with self.metered(WRITE):
                self._text = self._written(data, must_create)
        except NO_ANSWER as error:
            self.does_not_answer(error)

    def _written(self, data: dict[str, Any], must_create: bool) -> str:
        """Write the data; the text that is stored in the end."""
        if self.merging and not must_create:
            return self._merge(data)
        text = self.encode(data)
        if must_create and not self._insert(text):
            raise CreateError
        if not must_create and not self._overwrite(text):
            raise UpdateError
        return text

    def _merge(self, data: dict[str, Any]) -> str:
        """Swap until nobody else was faster; the text that is stored in the end."""
        # Without a load, as after clear(), what is there now is what this request empties.
        expected = self._text if self._text is not None else self._fetch()
        for attempt in range(ATTEMPTS):
            if expected is None:
                raise UpdateError
            text = self.encode(data)
            found = self._swap(expected, text)
            if found == text:
                return text
            if found is not None:
                data = merged(self.decode(expected), data, self.decode(found))
                self._session_cache = data
            expected = found
            if attempt > 2:  # many at once: step aside for a moment, each for another
                time.sleep(random.uniform(0, 0.002 * attempt))  # noqa: S311
        raise UpdateError
