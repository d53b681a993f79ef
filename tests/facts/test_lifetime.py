"""The two clocks: the cookie's in the browser, and the store's on the server."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.management.commands import clearsessions
from django.contrib.sessions.models import Session
from django.core.management import call_command
from time_machine import TimeMachineFixture

from tests.facts.site import (
    KEYED,
    Browser,
    expire_in,
    read,
    sent,
    sign_in,
    untouched,
    visit,
)

HOUR = 3600
DAY = 24 * HOUR


@pytest.fixture
def hour(settings: Any) -> None:
    settings.SESSION_COOKIE_AGE = HOUR


def test_the_cookie_carries_the_age(hour: None, engine: str, visitor: Browser) -> None:
    cookie = sent(visitor.open(visit))
    assert cookie["max-age"] == HOUR
    assert cookie["expires"]


def test_expire_at_browser_close_sends_no_age(
    hour: None, settings: Any, engine: str, visitor: Browser
) -> None:
    settings.SESSION_EXPIRE_AT_BROWSER_CLOSE = True
    cookie = sent(visitor.open(visit))
    assert (cookie["max-age"], cookie["expires"]) == ("", "")


@pytest.mark.parametrize("close", [False, True])
def test_the_session_ends_an_hour_after_the_last_save(
    hour: None,
    settings: Any,
    engine: str,
    visitor: Browser,
    clock: TimeMachineFixture,
    close: bool,
) -> None:
    settings.SESSION_EXPIRE_AT_BROWSER_CLOSE = close
    visitor.open(visit)
    clock.shift(HOUR - 1)
    assert visitor.copy().data() == {"visits": 1}
    clock.shift(2)
    assert visitor.copy().data() == {}


@pytest.mark.parametrize("close", [False, True])
def test_a_read_does_not_extend_the_session(
    hour: None,
    settings: Any,
    engine: str,
    visitor: Browser,
    clock: TimeMachineFixture,
    close: bool,
) -> None:
    settings.SESSION_EXPIRE_AT_BROWSER_CLOSE = close
    visitor.open(visit)
    clock.shift(HOUR / 2)
    assert sent(visitor.open(read)) is None
    clock.shift(HOUR / 2 + 1)
    assert visitor.data() == {}


@pytest.mark.parametrize("close", [False, True])
def test_a_save_starts_the_clock_again(
    hour: None,
    settings: Any,
    engine: str,
    visitor: Browser,
    clock: TimeMachineFixture,
    close: bool,
) -> None:
    settings.SESSION_EXPIRE_AT_BROWSER_CLOSE = close
    visitor.open(visit)
    clock.shift(HOUR / 2)
    assert sent(visitor.open(visit)) is not None
    clock.shift(HOUR - 1)
    assert visitor.copy().data() == {"visits": 2}
    clock.shift(2)
    assert visitor.copy().data() == {}


def test_a_busy_visitor_who_changes_nothing_runs_out_of_time(
    hour: None, engine: str, visitor: Browser, clock: TimeMachineFixture
) -> None:
    visitor.open(visit)
    for _ in range(59):
        clock.shift(60)
        visitor.open(read)
    assert visitor.data() == {"visits": 1}
    clock.shift(61)
    assert visitor.data() == {}


def test_with_save_every_request_the_session_slides(
    hour: None, settings: Any, engine: str, visitor: Browser, clock: TimeMachineFixture
) -> None:
    settings.SESSION_SAVE_EVERY_REQUEST = True
    visitor.open(visit)
    for _ in range(3):
        clock.shift(HOUR - 1)
        cookie = sent(visitor.open(untouched))
        assert cookie["max-age"] == HOUR
    assert visitor.copy().data() == {"visits": 1}
    clock.shift(HOUR + 1)
    assert visitor.data() == {}


def test_a_learner_is_still_signed_in_the_next_day_and_not_after_two_weeks(
    engine: str, visitor: Browser, ada: User, clock: TimeMachineFixture
) -> None:
    visitor.open(sign_in(ada))
    clock.shift(DAY)
    assert visitor.user() == "ada"
    clock.shift(13 * DAY - 1)
    assert visitor.user() == "ada"
    clock.shift(2)
    assert visitor.user() == ""


def test_a_low_age_ends_sessions_early_without_an_error(
    settings: Any, engine: str, visitor: Browser, clock: TimeMachineFixture
) -> None:
    settings.SESSION_COOKIE_AGE = 1
    visitor.open(visit)
    clock.shift(2.5)
    assert visitor.open(visit).content == b"Visit number 1"


@pytest.mark.parametrize("engine", ["db", "cache", "cached_db"], indirect=True)
def test_these_engines_obey_set_expiry(
    engine: str, visitor: Browser, clock: TimeMachineFixture
) -> None:
    visitor.open(expire_in(300))
    clock.shift(299)
    assert visitor.copy().data()["visits"] == 1
    clock.shift(2)
    assert visitor.copy().data() == {}


def test_set_expiry_counts_from_the_last_save(
    use: Callable[[str], None], visitor: Browser, clock: TimeMachineFixture
) -> None:
    visitor.open(expire_in(300))
    clock.shift(200)
    visitor.open(visit)
    clock.shift(299)
    assert visitor.copy().data()["visits"] == 2
    clock.shift(2)
    assert visitor.copy().data() == {}


def test_on_file_the_server_never_ends_a_session_by_set_expiry(
    use: Callable[[str], None], visitor: Browser, clock: TimeMachineFixture
) -> None:
    use("file")
    cookie = sent(visitor.open(expire_in(300)))
    assert cookie["max-age"] == 300
    clock.shift(301)
    assert visitor.copy().data()["visits"] == 1
    clock.shift(365 * DAY)
    assert visitor.copy().data()["visits"] == 1


def test_on_signed_cookies_the_server_goes_by_the_cookie_age(
    use: Callable[[str], None], visitor: Browser, clock: TimeMachineFixture
) -> None:
    use("signed_cookies")
    cookie = sent(visitor.open(expire_in(300)))
    assert cookie["max-age"] == 300
    clock.shift(301)
    assert visitor.copy().data()["visits"] == 1
    clock.shift(1209600 - 302)
    assert visitor.copy().data()["visits"] == 1
    clock.shift(2)
    assert visitor.copy().data() == {}


def test_an_age_of_none_is_a_type_error_at_the_first_save(
    engine: str, settings: Any, visitor: Browser
) -> None:
    settings.SESSION_COOKIE_AGE = None
    with pytest.raises(TypeError):
        visitor.open(visit)


@pytest.fixture
def close_without_age(settings: Any) -> None:
    settings.SESSION_EXPIRE_AT_BROWSER_CLOSE = True
    settings.SESSION_COOKIE_AGE = None


@pytest.mark.parametrize("engine", ["db", "cached_db"], indirect=True)
def test_close_without_an_age_fails_at_the_save_in_a_database(
    close_without_age: None, engine: str, visitor: Browser
) -> None:
    with pytest.raises(TypeError):
        visitor.open(visit)


def test_close_without_an_age_fails_at_the_next_read_of_a_file(
    close_without_age: None, use: Callable[[str], None], visitor: Browser
) -> None:
    use("file")
    assert sent(visitor.open(visit))["max-age"] == ""
    with pytest.raises(TypeError):
        visitor.open(read)


@pytest.mark.parametrize("engine", ["cache", "signed_cookies"], indirect=True)
def test_close_without_an_age_never_ends_on_the_server(
    close_without_age: None, engine: str, visitor: Browser, clock: TimeMachineFixture
) -> None:
    visitor.open(visit)
    clock.shift(10 * 365 * DAY)
    assert visitor.data() == {"visits": 1}


@pytest.mark.parametrize("engine", ["db", "file"], indirect=True)
def test_what_expired_stays_in_the_store_until_it_is_swept_out(
    engine: str, visitor: Browser, clock: TimeMachineFixture, tmp_path: Any
) -> None:
    visitor.open(visit)
    clock.shift(1209601)
    assert kept(tmp_path) == 1
    call_command(clearsessions.Command())
    assert kept(tmp_path) == 0


@pytest.mark.parametrize(
    ("configured", "left"),
    [("db", {"file"}), ("cached_db", {"file"}), ("file", {"db"})]
    + [(engine, {"db", "file"}) for engine in ("cache", "signed_cookies")],
)
def test_clearsessions_cleans_the_configured_engine_only(
    use: Callable[[str], None],
    clock: TimeMachineFixture,
    tmp_path: Any,
    configured: str,
    left: set[str],
) -> None:
    for engine in ("db", "file"):
        use(engine)
        Browser().open(visit)
    clock.shift(1209601)
    use(configured)
    call_command(clearsessions.Command())
    found = {"db"} if Session.objects.exists() else set()
    assert found | ({"file"} if list(tmp_path.glob("sessionid*")) else set()) == left


def test_clearsessions_leaves_what_has_not_expired(
    engine: str, visitor: Browser, clock: TimeMachineFixture
) -> None:
    visitor.open(visit)
    clock.shift(DAY)
    call_command(clearsessions.Command())
    assert visitor.data() == {"visits": 1}


def kept(folder: Any) -> int:
    """Sessions in the table and in the folder."""
    return Session.objects.count() + len(list(folder.glob("sessionid*")))


@pytest.mark.parametrize("engine", KEYED, indirect=True)
def test_a_browser_that_closes_leaves_the_data_on_the_server(
    hour: None, settings: Any, engine: str, visitor: Browser, clock: TimeMachineFixture
) -> None:
    settings.SESSION_EXPIRE_AT_BROWSER_CLOSE = True
    visitor.open(visit)
    copy = visitor.copy()
    visitor.cookies.clear()  # closed: no message reaches the server
    clock.shift(HOUR - 1)
    assert copy.data() == {"visits": 1}
