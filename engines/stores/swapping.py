"""Stores on a server, whose saves merge.

Django saves the whole session, and the last writer wins. Here a save replaces exactly the text
that was loaded (compare and swap). Where another request was faster, this request's changes are
laid over what is there, key by key, and it tries again. Two tabs never undo each other.
"""

import random
import time
from typing import Any

from django.contrib.sessions.backends.base import CreateError, UpdateError

from engines import circuit_breaker
from engines.forwarding import follow_move
from engines.merge import merge_changes
from engines.meter import READ, WRITE
from engines.outage import store_errors
from engines.stores.base import Switchable

# How often a save merges again after another request was faster. Then it raises UpdateError.
MAX_ATTEMPTS = 200


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
                data = merge_changes(self.decode(expected), data, self.decode(stored))
                self._session_cache = data
            expected = stored
            if attempt > 2:  # many writers at once: each steps aside for a random moment
                time.sleep(random.uniform(0, 0.002 * attempt))  # noqa: S311
        raise UpdateError
