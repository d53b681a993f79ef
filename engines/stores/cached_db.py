import json

from django.contrib.sessions.backends import cached_db
from django.core.cache import BaseCache

from engines.meter import WRITE
from engines.stores.sql import SqlStore


class SessionStore(SqlStore, cached_db.SessionStore):
    """The row is what counts; the cache holds a copy of its text."""

    engine_name = "cached_db"
    _cache: BaseCache

    def _fetch(self) -> str | None:
        if (copy := self._cached()) is not None:
            return copy
        row = self._fetch_row()
        if row is None:
            return None
        text, ends = row
        self._keep_copy(text, self.get_expiry_age(expiry=ends))
        return text

    def _insert(self, text: str) -> bool:
        inserted = super()._insert(text)
        if inserted:
            self._keep_copy(text, self.get_expiry_age())
        return inserted

    def _swap(self, expected: str, text: str) -> str | None:
        found = super()._swap(expected, text)
        if found == text:
            self._keep_copy(text, self.get_expiry_age())
        return found

    def _overwrite(self, text: str) -> bool:
        written = super()._overwrite(text)
        if written:
            self._keep_copy(text, self.get_expiry_age())
        return written

    def _cached(self) -> str | None:
        self.meter.count("GET")
        try:
            copy = json.loads(self._cache.get(self.cache_key) or "null")
            return str(copy["row"]) if copy else None
        except (ValueError, TypeError, KeyError):
            return None  # not ours; the row knows better

    def _keep_copy(self, text: str, age: int) -> None:
        self.meter.count("SET")
        self._cache.set(self.cache_key, json.dumps({"row": text}), age)

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key is None:
            return
        with self.metered(WRITE):
            super().delete(key)
            self.meter.count("DEL")
            self._cache.delete(self.cache_key_prefix + key)
