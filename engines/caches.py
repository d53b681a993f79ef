"""Caches as session stores need them: Redis without pickles, Memcached with a kept connection.

Django checks each letter of a key before each command, because Memcached refuses some. The keys
here are letters and digits behind a fixed beginning, so nothing is checked.
"""

from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.memcached import PyMemcacheCache
from django.core.cache.backends.redis import RedisCache, RedisCacheClient


class KeptLocMem(LocMemCache):
    """Django's, without the check of the key."""

    make_and_validate_key = LocMemCache.make_key


class KeptRedisClient(RedisCacheClient):
    """Django's, with one client for all commands instead of a new one for each."""

    _servers: list[str]

    def __init__(self, servers: list[str], **options: Any) -> None:
        super().__init__(servers, **options)
        self._kept: Any = None

    def get_client(self, key: Any = None, *, write: bool = False) -> Any:
        if len(self._servers) > 1:  # reads are spread over the replicas
            return super().get_client(key, write=write)
        if self._kept is None:
            self._kept = super().get_client(key, write=write)
        return self._kept


class KeptRedis(RedisCache):
    """Django's, with the kept client, and without the check of the key."""

    make_and_validate_key = RedisCache.make_key

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = KeptRedisClient


class TextSerializer:
    """Redis keeps the text itself, and a number as its digits, so that Redis can add to it.

    What another program put there is never unpickled.
    """

    def dumps(self, value: str | int) -> bytes:
        return str(value).encode()

    def loads(self, value: bytes) -> str:
        return value.decode()


class KeptMemcache(PyMemcacheCache):
    """Django's, without closing the connection after every request or checking the key."""

    make_and_validate_key = PyMemcacheCache.make_key

    def close(self, **kwargs: Any) -> None:
        pass
