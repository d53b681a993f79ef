"""A cache that keeps sessions as JSON text, so that none is ever unpickled."""

from typing import Any

from django.core.cache import BaseCache


class JSONCache:
    """What a session store asks of a cache, counted, with JSON text as the stored value.

    A value that is not ours or not readable counts as absent.
    """

    def __init__(self, cache: BaseCache, store: Any) -> None:
        self._cache, self._store, self._serializer = cache, store, store.serializer

    def get(self, key: str) -> Any:
        self._store.meter.count("GET")
        text = self._cache.get(key)
        if not isinstance(text, str):
            return None
        self._store.meter.size = len(text)
        try:
            return self._serializer().loads(text.encode("latin-1"))
        except ValueError:
            return None

    def set(self, key: str, value: Any, timeout: float | None) -> None:
        self._store.meter.count("SET")
        self._cache.set(key, self._text(value), timeout)

    def add(self, key: str, value: Any, timeout: float | None) -> bool:
        self._store.meter.count("ADD")
        return bool(self._cache.add(key, self._text(value), timeout))

    def delete(self, key: str) -> bool:
        self._store.meter.count("DELETE")
        return bool(self._cache.delete(key))

    def __contains__(self, key: str) -> bool:
        self._store.meter.count("EXISTS")
        return key in self._cache

    def _text(self, value: Any) -> str:
        text: str = self._serializer().dumps(value).decode("latin-1")
        self._store.meter.size = len(text)
        return text
