"""What experiments find of time and of saving is what is known of Django."""

from typing import Any

import pytest

from tests.lab.findings import KEYED, every_engine, findings_of

closing_or_not = pytest.mark.parametrize("close", [False, True])


@every_engine
@closing_or_not
def test_closing_ends_the_cookie_and_not_the_session(engine: str, close: bool) -> None:
    result = findings_of(
        "browser-close", engine=engine, SESSION_EXPIRE_AT_BROWSER_CLOSE=close, away=3599
    )
    assert result == {
        "cookie_max_age": None if close else 3600,
        "cookie_has_expires": not close,
        "after_closing_sees": None if close else "value",
        "copy_of_the_cookie_sees": "value",
    }


@every_engine
def test_the_next_day_is_within_two_weeks(engine: str) -> None:
    result = findings_of("browser-close", engine=engine, SESSION_COOKIE_AGE=1209600, away=86_400)
    assert result["after_closing_sees"] == "value"


@every_engine
def test_an_expiry_of_zero_ends_the_cookie_with_the_browser(engine: str) -> None:
    result = findings_of("browser-close", engine=engine, set_expiry=0)
    assert (result["cookie_max_age"], result["after_closing_sees"]) == (None, None)


@every_engine
@closing_or_not
def test_the_age_counts_from_the_last_save(engine: str, close: bool) -> None:
    result = findings_of(
        "age-after-last-save", engine=engine, SESSION_EXPIRE_AT_BROWSER_CLOSE=close
    )
    assert result == {
        "save_status": 200,
        "cookie_max_age": None if close else 3600,
        "ends_after": 3600,
        "just_before_sees": "value",
        "just_after_sees": None,
        "read_extends": False,
        "save_extends": True,
    }


@every_engine
def test_with_save_every_request_a_read_extends_the_session(engine: str) -> None:
    assert findings_of("age-after-last-save", engine=engine, SESSION_SAVE_EVERY_REQUEST=True)[
        "read_extends"
    ]


@every_engine
@pytest.mark.parametrize("every", [False, True])
def test_save_every_request_slides_at_a_price(engine: str, every: bool) -> None:
    queries = {"db": ["SELECT", "UPDATE"], "cached_db": ["UPDATE"]}
    made = {"cached_db": 2, "signed_cookies": 0}
    assert findings_of("save-every-request", engine=engine, SESSION_SAVE_EVERY_REQUEST=every) == {
        "cookie_sent_again": every,
        "slides": every,
        "queries": queries.get(engine, []) if every else [],
        "made_up_cookie_makes": made.get(engine, 1) if every else 0,
    }


@pytest.mark.parametrize(
    ("engine", "after", "after_the_age"),
    [(engine, None, None) for engine in ("db", "cache", "cached_db")]
    + [("file", "value", "value"), ("signed_cookies", "value", None)],
)
def test_three_engines_obey_set_expiry(
    engine: str, after: str | None, after_the_age: str | None
) -> None:
    assert findings_of("set-expiry", engine=engine, seconds=60) == {
        "cookie_max_age": 60,
        "just_before_sees": "value",
        "just_after_sees": after,
        "after_the_age_sees": after_the_age,
        "ten_years_later_sees": after_the_age,
    }


@every_engine
def test_no_age_is_an_error_at_the_first_save(engine: str) -> None:
    result = findings_of("age-none", engine=engine)
    assert (result["save_status"], result["save_error"]) == (500, "TypeError")


@pytest.mark.parametrize(
    ("engine", "save", "read", "later"),
    [
        ("db", (500, "TypeError"), (200, None), None),
        ("cached_db", (500, "TypeError"), (200, None), None),
        ("file", (200, None), (500, "TypeError"), None),
        ("cache", (200, None), (200, None), "value"),
        ("signed_cookies", (200, None), (200, None), "value"),
    ],
)
def test_no_age_and_an_end_with_the_browser(
    engine: str, save: Any, read: Any, later: str | None
) -> None:
    result = findings_of("age-none", engine=engine, SESSION_EXPIRE_AT_BROWSER_CLOSE=True)
    assert (result["save_status"], result["save_error"]) == save
    assert (result["read_status"], result["read_error"]) == read
    assert result["ten_years_later_sees"] == later


def test_by_default_sessions_are_rows_for_two_weeks() -> None:
    assert findings_of("one-setting") == {
        "kept_in": "database",
        "cookie": ["sessionid", "HttpOnly", "Max-Age=1209600", "Path=/", "SameSite=Lax"],
        "untouched_page_saves": False,
        "ends_after": 1209600,
        "changes": [],
    }


@pytest.mark.parametrize(
    ("setting", "changes"),
    [
        ("SESSION_ENGINE", ["the place"]),
        ("SESSION_COOKIE_AGE", ["the cookie", "the end"]),
        ("SESSION_EXPIRE_AT_BROWSER_CLOSE", ["the cookie"]),
        ("SESSION_SAVE_EVERY_REQUEST", ["when it is saved", "the end"]),
        ("SESSION_COOKIE_HTTPONLY", ["the cookie"]),
    ],
)
def test_one_setting_changes_no_more_than_it_says(setting: str, changes: list[str]) -> None:
    assert findings_of("one-setting", setting=setting)["changes"] == changes


@pytest.mark.parametrize(
    ("change", "status", "finds"),
    [
        ("set-the-key", 200, "new"),
        ("set-the-key", 499, "new"),
        ("set-the-key", 500, "old"),
        ("inside-a-value", 200, "old"),
        ("inside-and-modified", 200, "new"),
        ("inside-and-set-again", 200, "new"),
    ],
)
@every_engine
def test_a_change_is_saved_when_a_key_was_set_and_nothing_failed(
    engine: str, change: str, status: int, finds: str
) -> None:
    result = findings_of("what-is-saved", engine=engine, change=change, status=status)
    assert (result["status"], result["next_request_finds"]) == (status, finds)


@every_engine
def test_a_list_grows_only_where_it_is_set_again(engine: str) -> None:
    assert findings_of("appending", engine=engine)["kept"] == 1
    assert findings_of("appending", engine=engine, then="set-it-again")["kept"] == 3


@pytest.mark.parametrize("engine", KEYED)
@pytest.mark.parametrize(
    ("call", "browser", "old"),
    [
        ("flush", None, None),
        ("cycle_key", "value", None),
        ("set_expiry", "value", "value"),
        ("modified", "value", "value"),
    ],
)
def test_only_cycle_key_keeps_the_data_and_ends_the_old_key(
    engine: str, call: str, browser: str | None, old: str | None
) -> None:
    result = findings_of("renewing", engine=engine, call=call)
    assert (result["browser_sees"], result["old_cookie_sees"]) == (browser, old)


@pytest.mark.parametrize("engine", ["db", "cached_db"])
@pytest.mark.parametrize(
    ("command", "rows", "users"), [(None, 2, 1), ("clearsessions", 1, 1), ("flush", 0, 0)]
)
def test_clearsessions_takes_only_what_has_ended(
    engine: str, command: str | None, rows: int, users: int
) -> None:
    result = findings_of("sweeping", engine=engine, command=command)
    assert (result["rows_left"], result["users_left"]) == (rows, users)
