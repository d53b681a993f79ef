"""What can be asked of a cache beyond Django's API, where its class is one that is known here.

Of a cache that is not known nothing more is asked: its keys are not counted, the time that an
entry has left is not shown, and its connections are left as they are.
"""

from time import time
from typing import Any

from django.conf import settings
from django.core.cache import BaseCache
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.memcached import PyMemcacheCache
from django.core.cache.backends.redis import RedisCache

from engines.cache_kinds import cache_kind
from engines.engine import count_up_to_limit


def count_keys(cache: BaseCache, beginning: str) -> tuple[int | None, str]:
    """How many keys begin so, and a note; None where the cache has no list of its keys."""
    name = cache.make_key(beginning)
    details: Any = cache
    if isinstance(cache, RedisCache):
        client = details._cache.get_client()
        return count_up_to_limit(client.scan_iter(match=f"{name}*", count=1000))
    if isinstance(cache, LocMemCache):
        number = sum(key.startswith(name) for key in list(details._cache))
        return number, "In the memory of the process that made this page."
    return None, "It has no list of its keys."


def seconds_left(cache: BaseCache, name: str) -> float | None:
    """How long the entry under the full key `name` lives on, as the cache says; None if unknown."""
    details: Any = cache
    if isinstance(cache, RedisCache):
        milliseconds = details._cache.get_client(name).pttl(name)
        return milliseconds / 1000 if milliseconds > 0 else None
    if isinstance(cache, PyMemcacheCache):
        reply = details._cache._get_client(name).raw_command(f"mg {name} t")
        seconds = reply.removeprefix(b"HD t")
        return int(seconds) if seconds.isdigit() else None
    if isinstance(cache, LocMemCache):
        ends = details._expire_info.get(name)
        return ends - time() if ends else None
    return None


def close(cache: BaseCache) -> None:
    """Close this thread's connections to the cache's server."""
    client: Any = getattr(cache, "_cache", None)
    if isinstance(cache, RedisCache):
        for pool in client._pools.values():
            pool.disconnect()
    elif isinstance(cache, PyMemcacheCache):
        client.close()


def is_in_process(alias: str) -> bool:
    """Whether the cache of this alias is in the memory of the site's own process."""
    return cache_kind(str(settings.CACHES[alias]["BACKEND"])).name == "memory"
