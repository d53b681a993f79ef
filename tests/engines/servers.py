"""For the contract: the caches that are servers."""

import os
from typing import Any

import pytest

from config import env


def cache_at(variable: str) -> dict[str, Any]:
    """`CACHES` as the settings make them for the tests' own server."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(variable, os.environ[f"TEST_{variable}"])
        return env.caches()


class OnRedis:
    def caches(self) -> dict[str, Any]:
        return cache_at("REDIS_URL")


class OnMemcached:
    def caches(self) -> dict[str, Any]:
        return cache_at("MEMCACHED_URL")
