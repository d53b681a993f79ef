"""A session's cookie may be deleted only where its session was in a memory that is empty now."""

import pytest

from promise.browser import Browser, NoReply, Tab, Tally, memory_of

DELETED = 'sessionid=""; expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; Path=/'


def browser_in(engine: str) -> Browser:
    browser = Browser("http://127.0.0.1:1", Tally(), cookies={"sessionid": "a"})
    browser.look_at(f'<html data-engine="{engine}">')
    return browser


@pytest.mark.parametrize(
    ("engine", "memory"),
    [
        ("cache", "process"),
        ("cache@redis", "redis"),
        ("cached_db@redis", ""),
        *((name, "") for name in ("db", "file", "signed_cookies", "cached_db")),
    ],
)
def test_only_a_cache_alone_may_forget_a_session(engine: str, memory: str) -> None:
    assert memory_of(engine) == memory


@pytest.mark.parametrize("engine", ["db", "file", "cache@redis", "cached_db@redis"])
def test_a_cookie_that_is_deleted_is_noted(engine: str) -> None:
    browser = browser_in(engine)
    browser.tally.note_emptied("memcached")
    browser.keep([DELETED], "GET /")
    assert len(browser.tally.deleted_cookies) == 1
    assert "sessionid" not in browser.cookies


def test_a_session_ends_with_the_memory_that_it_was_in() -> None:
    browser = browser_in("cache@memcached")
    browser.tally.note_emptied("memcached")
    browser.keep([DELETED], "GET /")
    assert (browser.tally.deleted_cookies, browser.tally.ended_sessions) == ([], 1)


@pytest.mark.parametrize(("engine", "ended"), [("cache@redis", 1), ("cached_db@redis", 0)])
def test_a_session_may_have_moved_to_a_memory_though_no_reply_said_so(
    engine: str, ended: int
) -> None:
    browser = browser_in("db")
    with pytest.raises(NoReply):  # nobody listens there
        Tab(browser).ask("POST", "/engine/switch/", [("engine", engine)])
    browser.tally.note_emptied("redis")
    browser.keep([DELETED], "GET /")
    assert browser.tally.ended_sessions == ended
    assert len(browser.tally.deleted_cookies) == 1 - ended


def test_where_a_page_says_the_session_is_there_it_is() -> None:
    browser = browser_in("db")
    with pytest.raises(NoReply):
        Tab(browser).ask("POST", "/engine/switch/", [("engine", "cache@redis")])
    browser.look_at('<html data-engine="db">')
    browser.tally.note_emptied("redis")
    browser.keep([DELETED], "GET /")
    assert len(browser.tally.deleted_cookies) == 1


def test_a_cookie_of_one_browser_that_reaches_another_is_noted() -> None:
    tally = Tally()
    for number in (1, 2):
        browser = Browser("http://127.0.0.1:1", tally, number)
        browser.keep(["csrftoken=the-same; Path=/"], "GET /")
    assert len(tally.foreign_cookies) == 1
