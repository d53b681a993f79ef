"""The contract, for each engine on each store that it can have."""

import pytest

from tests.engines.contract import Contract, ServerSide
from tests.engines.postgresql import OnPostgreSQL
from tests.engines.servers import OnMemcached, OnRedis

pytestmark = pytest.mark.django_db


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
