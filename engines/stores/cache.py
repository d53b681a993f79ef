import logging
from typing import Any

from django.contrib.sessions.backends import cache
from django.core.cache import BaseCache

from engines import circuit_breaker
from engines.compare_and_swap import compare_and_swap
from engines.meter import WRITE
from engines.outage import StillSilent
from engines.stores.swapping import Swapping
from engines.stores.text import from_json, to_json

security_log = logging.getLogger("django.security.SuspiciousSession")


class SessionStore(Swapping, cache.SessionStore):
    """Django's, with JSON in the cache instead of pickles."""

    _cache: BaseCache

    def refuse_if_silent(self) -> None:
        if circuit_breaker.is_silent(self.engine.server):
            raise StillSilent

    def encode(self, session_dict: dict[str, Any]) -> str:
        text = to_json(session_dict)
        self.meter.size = len(text)
        return text

    def decode(self, session_data: Any) -> dict[str, Any]:
        self.meter.size = len(session_data)
        try:
            data: dict[str, Any] = from_json(session_data)
        except ValueError:
            security_log.warning("Session data corrupted")
            return {}
        return data

    def _fetch(self) -> str | None:
        self.meter.count("GET")
        text = self._cache.get(f"{self.cache_key_prefix}{self.session_key}")
        return text if isinstance(text, str) else None

    def _insert(self, text: str) -> bool:
        self.meter.count("ADD")
        return bool(self._cache.add(self.cache_key, text, self.get_expiry_age()))

    def _swap(self, expected: str, text: str) -> str | None:
        self.meter.count("SWAP")
        age = self.get_expiry_age()
        if age <= 0:  # it ends now, so there is nothing to keep
            self._cache.delete(self.cache_key)
            return text
        return compare_and_swap(self._cache, self.cache_key, expected, text, age)

    def _overwrite(self, text: str) -> bool:
        """As Django does it: look, then set."""
        self.meter.count("EXISTS")
        if self.cache_key not in self._cache:
            return False
        self.meter.count("SET")
        self._cache.set(self.cache_key, text, self.get_expiry_age())
        return True

    def delete(self, session_key: str | None = None) -> None:
        with self.metered(WRITE):
            self.meter.count("DEL")
            super().delete(session_key)
