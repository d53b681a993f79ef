"""The contract of every engine that this project has: run by `test_stands_alone.py`."""

import sys

import pytest
from django.core.management import call_command

from engines.registry import ENGINES
from tests.engines.contract import Contract, ServerSide

pytestmark = pytest.mark.django_db


class TestDatabase(ServerSide):
    engine = "db"


class TestFile(ServerSide):
    engine = "file"


class TestSignedCookie(Contract):
    engine = "signed_cookies"


if "cache" in ENGINES:

    class TestCache(ServerSide):
        engine = "cache"

    class TestCachedDatabase(ServerSide):
        engine = "cached_db"

else:

    class TestCacheOnRedis(ServerSide):
        engine = "cache@redis"

    class TestCacheOnMemcached(ServerSide):
        engine = "cache@memcached"

    class TestCachedDatabaseOnRedis(ServerSide):
        engine = "cached_db@redis"

    class TestCachedDatabaseOnMemcached(ServerSide):
        engine = "cached_db@memcached"


def test_no_client_is_imported_that_is_not_configured() -> None:
    if "cache" in ENGINES:
        assert not {"redis", "pymemcache", "psycopg", "django_htmx"} & set(sys.modules)


def test_djangos_checks_and_migrations_are_content() -> None:
    call_command("check", fail_level="WARNING")
    call_command("makemigrations", "engines", check=True, dry_run=True)
