"""Compare-and-swap in a cache: replace a text only while it is the one expected.

Each function takes the cache, the key, the expected and the new text, and the new text's age in
seconds. It returns the new text, or what is there instead, or None where nothing is there.

A cache whose class is not known here can't do it. Its saves are Django's: the last writer wins.
"""

import threading
from collections.abc import Callable
from typing import Any

from django.core.cache import BaseCache
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.memcached import PyMemcacheCache
from django.core.cache.backends.redis import RedisCache

type Swap = Callable[[Any, str, str, str, int], str | None]

# One round trip: the server compares, so nobody can come between.
REDIS_SWAP = """
local found = redis.call('GET', KEYS[1])
if found == ARGV[1] then
  redis.call('SET', KEYS[1], ARGV[2], 'EX', ARGV[3])
  return 1
end
return found
"""

_memory = threading.Lock()


def can_compare_and_swap(cache: BaseCache) -> bool:
    """Whether two saves at once can be merged in this cache."""
    return isinstance(cache, tuple(SWAPS))


def compare_and_swap(cache: BaseCache, key: str, expected: str, text: str, age: int) -> str | None:
    """Raises NotImplementedError where `can_compare_and_swap` says no."""
    for kind, swap in SWAPS.items():
        if isinstance(cache, kind):
            return swap(cache, key, expected, text, age)
    raise NotImplementedError(f"{type(cache).__name__} can't compare and swap.")


def swap_in_memory(cache: Any, key: str, expected: str, text: str, age: int) -> str | None:
    with _memory:
        stored: str | None = cache.get(key)
        if stored == expected:
            cache.set(key, text, age)
            return text
        return stored


def swap_in_redis(cache: Any, key: str, expected: str, text: str, age: int) -> str | None:
    name = cache.make_and_validate_key(key)
    serializer, client = cache._cache._serializer, cache._cache.get_client(name, write=True)
    values = [serializer.dumps(expected), serializer.dumps(text), age]
    reply = client.register_script(REDIS_SWAP)([name], values)
    if reply == 1:
        return text
    return serializer.loads(reply) if reply is not None else None


def swap_in_memcached(cache: Any, key: str, expected: str, text: str, age: int) -> str | None:
    name = cache.make_and_validate_key(key)
    stored, token = cache._cache.gets(name)
    if stored != expected:
        return stored  # type: ignore[no-any-return]
    if cache._cache.cas(name, text, token, expire=cache.get_backend_timeout(age)):
        return text
    return cache.get(key)  # type: ignore[no-any-return]


SWAPS: dict[type[BaseCache], Swap] = {
    LocMemCache: swap_in_memory,
    RedisCache: swap_in_redis,
    PyMemcacheCache: swap_in_memcached,
}
