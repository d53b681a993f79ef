from typing import Any

from django.contrib.sessions.backends import cached_db
from django.contrib.sessions.models import Session
from django.core.cache import BaseCache

from engines import circuit_breaker
from engines.engine import cache_server
from engines.meter import READ, WRITE
from engines.models import Forward
from engines.outage import store_errors
from engines.stores.sql import SqlStore
from engines.stores.text import from_json, to_json


class SessionStore(SqlStore, cached_db.SessionStore):
    """The row decides; the cache holds a copy of its text.

    Where the cache does not answer, the row is read, and no session is lost.
    """

    _cache: BaseCache
    _session_cache: dict[str, Any]

    def refuse_if_silent(self) -> None:
        """Go without a cache that did not answer a moment ago; the row is asked all the same."""
        if circuit_breaker.is_silent(cache_server(self.engine.cache)):
            self.update_conditions(without_copy=True)

    def _fetch(self) -> str | None:
        if (copy := self._cached()) is not None:
            return copy
        row = self._fetch_row()
        if row is None:
            return None
        text, ends = row
        self._seen = self.decode(text)
        self._keep_copy(text, self._seen, self.get_expiry_age(expiry=ends))
        return text

    def _insert(self, text: str) -> bool:
        inserted = super()._insert(text)
        if inserted:
            self._keep_copy(text, self._session_cache, self.get_expiry_age())
        return inserted

    def _swap(self, expected: str, text: str) -> str | None:
        stored = super()._swap(expected, text)
        if stored == text:
            self._renew_copy(text)
        return stored

    def _overwrite(self, text: str) -> bool:
        written = super()._overwrite(text)
        if written:
            self._renew_copy(text)
        return written

    def _cached(self) -> str | None:
        if self.conditions.without_copy:
            return None
        self.meter.count("GET")
        try:
            copy = self._cache.get(f"{self.cache_key_prefix}{self.session_key}")
        except store_errors() as error:
            self._go_without_copy(error)
            return None
        if not isinstance(copy, str):
            return None
        text, _, data = copy.partition("\n")
        try:
            self._seen = from_json(data)
        except ValueError:
            return None  # not ours; the row knows better
        self.meter.size = len(text)
        return text

    def _keep_copy(self, text: str, data: dict[str, Any], age: int) -> None:
        """Keep the row's text, which a swap will expect, and its data, which needs no checking.

        Django trusts its copy as much: who can write to the cache can write sessions.
        """
        if self.conditions.without_copy:
            return
        self.meter.count("SET")
        try:
            self._cache.set(self.cache_key, f"{text}\n{to_json(data)}", age)
        except store_errors() as error:
            self._go_without_copy(error)

    def _go_without_copy(self, error: Exception) -> None:
        circuit_breaker.note_silence(cache_server(self.engine.cache), error)
        self.update_conditions(without_copy=True)

    def _renew_copy(self, text: str) -> None:
        """Put the new copy into the cache. Where that fails, give the session a new key.

        The cache may still hold the old copy, and would give it when it is back. Under the new key
        nobody asks for it.
        """
        self._keep_copy(text, self._session_cache, self.get_expiry_age())
        if self.conditions.without_copy:
            old, new = str(self.session_key), self._get_new_session_key()
            Session.objects.filter(session_key=old).update(session_key=new)
            self._session_key = new
            Forward.objects.leave(old, new)

    def exists(self, session_key: str | None = None) -> bool:
        with self.metered(READ), self.sql():
            rows = Session.objects.filter(session_key=session_key)
            return self._has_copy(session_key) or rows.exists()

    def _has_copy(self, session_key: str | None) -> bool:
        if self.conditions.without_copy:
            return False
        try:
            return f"{self.cache_key_prefix}{session_key}" in self._cache
        except store_errors() as error:
            self._go_without_copy(error)
            return False

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key is None:
            return
        with self.metered(WRITE):
            super().delete(key)
            if not self.conditions.without_copy:
                self.meter.count("DEL")
                try:
                    self._cache.delete(self.cache_key_prefix + key)
                except store_errors() as error:
                    self._go_without_copy(error)
            if self.conditions.without_copy:  # a copy may outlive the row
                self.update_conditions(not_deleted=True)
