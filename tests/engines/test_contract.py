"""The contract, for each engine on each store that it can have."""

import os
from typing import Any

import pytest

from config import env
from tests.engines.contract import Contract, ServerSide
from tests.engines.postgresql import OnPostgreSQL

pytestmark = pytest.mark.django_db


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


class TestDatabase(ServerSide):
    engine = "db"


@pytest.mark.postgresql
@pytest.mark.django_db(databases=["default", "postgresql"])
class TestDatabaseOnPostgreSQL(OnPostgreSQL, ServerSide):
    engine = "db"


@pytest.mark.redis
@pytest.mark.postgresql
@pytest.mark.django_db(databases=["default", "postgresql"])
class TestCachedDatabaseOnPostgreSQLAndRedis(OnPostgreSQL, OnRedis, ServerSide):
    engine = "cached_db"


class TestCacheInMemory(ServerSide):
    engine = "cache"


@pytest.mark.redis
class TestCacheOnRedis(OnRedis, ServerSide):
    engine = "cache"


@pytest.mark.memcached
class TestCacheOnMemcached(OnMemcached, ServerSide):
    engine = "cache"


class TestCachedDatabaseInMemory(ServerSide):
    engine = "cached_db"


@pytest.mark.redis
class TestCachedDatabaseOnRedis(OnRedis, ServerSide):
    engine = "cached_db"


@pytest.mark.memcached
class TestCachedDatabaseOnMemcached(OnMemcached, ServerSide):
    engine = "cached_db"


class TestFile(ServerSide):
    engine = "file"


class TestSignedCookies(Contract):
    engine = "signed_cookies"
