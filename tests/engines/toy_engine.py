"""A sixth engine, as anyone might write one: sessions in a dictionary of this process.

This module and its path in `SESSION_ENGINE_CLASSES` are all that it takes.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Self

from django.contrib.sessions.backends.base import CreateError, SessionBase
from django.utils import timezone

from engines.engine import CacheSettings, Engine, SessionCount
from engines.meter import WRITE
from engines.storage_inspector import StoredCopy, format_moment, shorten_key
from engines.stores.swapping import Swapping

SHELF: dict[str, tuple[str, datetime]] = {}  # key -> the encoded session, and when it ends


class ToyEngine(Engine):
    label = "Toy"
    where = "shelf"
    place = "a slot on a shelf"
    survives = "nothing much"
    lost_by = "a restart"
    remedy = "Put the shelf up again."
    store_path = f"{__name__}.SessionStore"

    @classmethod
    def configured(cls, caches: CacheSettings) -> Iterator[Self]:
        yield cls("toy", "ty")

    def count(self) -> SessionCount:
        return SessionCount(self, self.count_stored(), "On the shelf.")

    def count_stored(self) -> int:
        return len(SHELF)

    def inspect(self, session: Any) -> Iterator[StoredCopy]:
        if slot := SHELF.get(session.session_key):
            facts = [("slot", shorten_key(session.session_key)), ("ends", format_moment(slot[1]))]
            yield StoredCopy("The slot on the shelf", facts)


class ToyEngineAgain(ToyEngine):
    """Under another name, with the same prefix: a check refuses it."""

    @classmethod
    def configured(cls, caches: CacheSettings) -> Iterator[Self]:
        yield cls("toy-again", "ty")


class SessionStore(Swapping, SessionBase):
    def _fetch(self) -> str | None:
        self.meter.count("LOOK")
        text, ends = SHELF.get(self.session_key or "", (None, None))
        return text if ends and ends > timezone.now() else None

    def _insert(self, text: str) -> bool:
        self.meter.count("PUT")
        slot = (text, self.get_expiry_date())
        return SHELF.setdefault(str(self.session_key), slot) is slot

    def _swap(self, expected: str, text: str) -> str | None:
        stored = self._fetch()
        if stored == expected:
            self._overwrite(text)
            return text
        return stored

    def _overwrite(self, text: str) -> bool:
        self.meter.count("PUT")
        if self.session_key not in SHELF:
            return False
        SHELF[self.session_key] = (text, self.get_expiry_date())
        return True

    def create(self) -> None:
        while True:
            self._session_key = self._get_new_session_key()
            try:
                self.save(must_create=True)
            except CreateError:
                continue
            self.modified = True
            return

    def exists(self, session_key: str | None = None) -> bool:
        return session_key in SHELF

    def delete(self, session_key: str | None = None) -> None:
        with self.metered(WRITE):
            self.meter.count("TAKE")
            SHELF.pop(session_key or self.session_key or "", None)

    @classmethod
    def clear_expired(cls) -> None:
        ended = [key for key, (_, ends) in SHELF.items() if ends <= timezone.now()]
        for key in ended:
            del SHELF[key]

    @classmethod
    async def aclear_expired(cls) -> None:
        cls.clear_expired()
