"""Caches as session stores need them: Redis without pickles, Memcached with a kept connection."""

from typing import Any

from django.core.cache.backends.memcached import PyMemcacheCache


class TextSerializer:
    """Redis keeps the text itself. What another program put there is never unpickled."""

    def dumps(self, value: str) -> bytes:
        return value.encode()

    def loads(self, value: bytes) -> str:
        return value.decode()


class KeptMemcache(PyMemcacheCache):
    """Django's, without closing the connection after every request."""

    def close(self, **kwargs: Any) -> None:
        pass
