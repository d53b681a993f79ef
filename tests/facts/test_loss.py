"""What a session survives on each engine, and what loses it."""

import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import redis
from django.contrib.auth.models import User
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.models import Session
from django.core.cache import cache, caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.facts.site import (
    LOCMEM,
    Browser,
    forget_the_folder,
    read,
    sent,
    sign_in,
    untouched,
    visit,
    who,
)

NEW = "another-secret-key-for-the-tests-0123456789-abcdefghijklmnop"


def test_an_emptied_cache_loses_the_session_on_cache(
    use: Callable[[str], None], visitor: Browser
) -> None:
    use("cache")
    visitor.open(visit)
    cache.clear()
    assert visitor.data() == {}


def test_an_emptied_cache_costs_cached_db_one_select(
    use: Callable[[str], None], visitor: Browser
) -> None:
    use("cached_db")
    visitor.open(visit)
    cache.clear()
    with CaptureQueriesContext(connection) as first:
        assert visitor.data() == {"visits": 1}
    with CaptureQueriesContext(connection) as second:
        assert visitor.data() == {"visits": 1}
    assert [query["sql"].split()[0] for query in first.captured_queries] == ["SELECT"]
    assert not second.captured_queries


@pytest.mark.parametrize("engine", ["db", "file", "signed_cookies"], indirect=True)
def test_an_emptied_cache_means_nothing_to_the_others(engine: str, visitor: Browser) -> None:
    visitor.open(visit)
    cache.clear()
    assert visitor.data() == {"visits": 1}


def test_a_lost_table_loses_the_session_on_db(visitor: Browser) -> None:
    visitor.open(visit)
    Session.objects.all().delete()
    assert visitor.data() == {}


def test_a_lost_table_leaves_cached_db_what_the_cache_holds_but_no_way_to_save(
    use: Callable[[str], None], visitor: Browser
) -> None:
    use("cached_db")
    visitor.open(visit)
    Session.objects.all().delete()
    assert visitor.data() == {"visits": 1}
    with pytest.raises(SessionInterrupted):
        visitor.open(visit)
    cache.clear()
    assert visitor.data() == {}


@pytest.mark.parametrize("engine", ["cache", "file", "signed_cookies"], indirect=True)
def test_a_lost_table_means_nothing_to_the_others(engine: str, visitor: Browser) -> None:
    visitor.open(visit)
    Session.objects.all().delete()
    assert visitor.data() == {"visits": 1}


def test_deleting_the_cookie_loses_the_session(engine: str, visitor: Browser) -> None:
    visitor.open(visit)
    visitor.cookies.clear()
    assert visitor.data() == {}


@pytest.mark.parametrize("engine", ["db", "file", "signed_cookies"], indirect=True)
def test_a_new_secret_key_loses_the_data(engine: str, settings: Any, visitor: Browser) -> None:
    visitor.open(visit)
    settings.SECRET_KEY = NEW
    assert visitor.data() == {}


@pytest.mark.parametrize("engine", ["cache", "cached_db"], indirect=True)
def test_a_new_secret_key_leaves_the_entries_of_a_cache_readable(
    engine: str, settings: Any, visitor: Browser
) -> None:
    visitor.open(visit)
    settings.SECRET_KEY = NEW
    assert visitor.data() == {"visits": 1}


def test_a_new_secret_key_and_an_emptied_cache_together_lose_cached_db(
    use: Callable[[str], None], settings: Any, visitor: Browser
) -> None:
    use("cached_db")
    visitor.open(visit)
    settings.SECRET_KEY = NEW
    cache.clear()
    assert visitor.data() == {}


def test_a_new_secret_key_signs_everyone_out(
    engine: str, settings: Any, visitor: Browser, ada: User
) -> None:
    visitor.open(sign_in(ada))
    settings.SECRET_KEY = NEW
    assert visitor.user() == ""


@pytest.mark.parametrize("engine", ["cache", "cached_db"], indirect=True)
def test_after_a_new_secret_key_the_first_look_at_the_user_empties_the_session(
    engine: str, settings: Any, visitor: Browser, ada: User
) -> None:
    visitor.open(visit)
    visitor.open(sign_in(ada))
    settings.SECRET_KEY = NEW
    old = visitor.copy()
    assert old.data()["visits"] == 1
    visitor.open(who)
    assert visitor.key is None
    assert old.data() == {}


def test_with_the_old_key_as_a_fallback_a_new_secret_key_loses_nothing(
    engine: str, settings: Any, visitor: Browser, ada: User
) -> None:
    visitor.open(visit)
    visitor.open(sign_in(ada))
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = NEW
    assert visitor.user() == "ada"
    if engine != "cache":
        cache.clear()
    assert visitor.data()["visits"] == 1
    assert visitor.user() == "ada"


def test_a_changed_password_signs_out(engine: str, visitor: Browser, ada: User) -> None:
    visitor.open(sign_in(ada))
    ada.set_password("after")
    ada.save()
    assert visitor.user() == ""


def test_local_memory_is_not_shared_between_processes(
    use: Callable[[str], None], settings: Any, visitor: Browser
) -> None:
    use("cache")
    visitor.open(visit)
    other_process = f"""if True:
        from django.conf import settings
        settings.configure(CACHES={settings.CACHES!r})
        from django.contrib.sessions.backends.cache import SessionStore
        print(dict(SessionStore({visitor.key!r}).items()))
    """
    found = subprocess.run(
        [sys.executable, "-c", other_process], capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == "{}"
    assert visitor.data() == {"visits": 1}


def test_with_two_workers_half_of_all_reads_find_nothing(
    use: Callable[[str], None], settings: Any, visitor: Browser
) -> None:
    """Each worker's memory is a cache of its own name here; the test above has two processes."""
    use("cache")
    memories = {name: {"BACKEND": LOCMEM, "LOCATION": name} for name in ("first", "second")}
    settings.CACHES = {"default": memories["first"], **memories}
    caches["first"].clear()
    caches["second"].clear()
    settings.SESSION_CACHE_ALIAS = "first"
    visitor.open(visit)
    found = []
    for turn in range(10):
        settings.SESSION_CACHE_ALIAS = ("first", "second")[turn % 2]
        found.append(visitor.copy().data() == {"visits": 1})
    assert found.count(True) == 5


def test_local_memory_keeps_300_entries_by_default(use: Callable[[str], None]) -> None:
    use("cache")
    visitors = [Browser() for _ in range(400)]
    for one in visitors:
        one.open(visit)
    assert sum(one.data() == {"visits": 1} for one in visitors) == 300


def test_the_cache_alias_says_which_cache(settings: Any, use: Callable[[str], None]) -> None:
    settings.CACHES = {
        "default": {"BACKEND": LOCMEM, "LOCATION": "alias-default"},
        "sessions": {"BACKEND": LOCMEM, "LOCATION": "alias-sessions"},
    }
    settings.SESSION_CACHE_ALIAS = "sessions"
    for engine in ("cache", "cached_db"):
        use(engine)
        visitor = Browser()
        visitor.open(visit)
        prefix = f"django.contrib.sessions.{engine}"
        assert caches["sessions"].get(f"{prefix}{visitor.key}") == {"visits": 1}
        assert caches["default"].get(f"{prefix}{visitor.key}") is None
    caches["sessions"].clear()


@pytest.mark.parametrize("engine", ["db", "file", "signed_cookies"], indirect=True)
def test_the_cache_alias_alone_moves_no_session(
    engine: str, settings: Any, visitor: Browser
) -> None:
    settings.SESSION_CACHE_ALIAS = "no-such-cache"
    visitor.open(visit)
    assert visitor.data() == {"visits": 1}


@pytest.fixture
def redis_down(settings: Any) -> Iterator[Callable[[], None]]:
    """Call it, and the cache is a Redis that does not answer."""
    with socket.socket() as nobody_listens:
        nobody_listens.bind(("127.0.0.1", 0))
        url = f"redis://127.0.0.1:{nobody_listens.getsockname()[1]}"
        cache = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url}
        yield lambda: setattr(settings, "CACHES", {"default": cache})


def test_with_redis_down_cached_db_fails_where_the_session_is_used(
    use: Callable[[str], None], redis_down: Callable[[], None], visitor: Browser
) -> None:
    use("cached_db")
    visitor.open(visit)
    redis_down()
    for one, view in ((visitor, read), (visitor, visit), (Browser(), visit)):
        with pytest.raises(redis.exceptions.ConnectionError):
            one.open(view)
    assert visitor.open(untouched).status_code == 200
    assert sent(Browser().open(read)) is None


def test_with_redis_down_a_read_on_cache_deletes_the_cookie_and_a_write_fails(
    use: Callable[[str], None], redis_down: Callable[[], None], visitor: Browser
) -> None:
    use("cache")
    visitor.open(visit)
    redis_down()
    with pytest.raises(redis.exceptions.ConnectionError):
        visitor.open(visit)
    assert visitor.open(read).content == b"None"
    assert visitor.key is None


def test_a_second_server_with_its_own_folder_does_not_find_the_file(
    use: Callable[[str], None], settings: Any, visitor: Browser, tmp_path: Path
) -> None:
    use("file")
    visitor.open(visit)
    (second := tmp_path / "second-server").mkdir()
    settings.SESSION_FILE_PATH = str(second)
    forget_the_folder()
    assert visitor.data() == {}
