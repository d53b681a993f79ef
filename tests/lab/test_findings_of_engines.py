"""What experiments find of the engines is what is known of Django."""

from typing import Any

import pytest

from lab.experiments.parameters import DJANGO_ENGINES
from lab.experiments.running import run_experiment
from tests.lab.findings import KEYED, every_engine, findings_of

ON_JSON = [engine for engine in DJANGO_ENGINES if engine != "cache"]


@every_engine
def test_a_browser_is_remembered_by_its_cookie(engine: str) -> None:
    result = run_experiment("remembers", engine=engine)
    assert result.findings["second_request_sees"] == "value"
    assert result.findings["without_cookie_sees"] is None
    assert result.findings["data_in_the_cookie"] is (engine == "signed_cookies")
    places = {"cached_db": 2, "signed_cookies": 0}
    assert result.findings["things_on_the_server"] == places.get(engine, 1)
    first, second, other = result.exchanges
    assert first.set_cookie.startswith("sessionid=")
    assert second.cookie == first.set_cookie.partition(";")[0]
    assert other.cookie == ""


@pytest.mark.parametrize(
    ("fault", "untouched", "old", "new", "change"),
    [
        ("none", 200, "value", (200, None, True, True), (200, None, "changed")),
        (
            "missing",
            500,
            None,
            (500, "ImproperlyConfigured", False, False),
            (500, "ImproperlyConfigured", None),
        ),
        (
            "not-writable",
            200,
            "value",
            (500, "PermissionError", False, False),
            (200, None, "value"),
        ),
        ("removed-later", 200, None, (200, None, True, False), (200, None, None)),
        ("disk-full", 200, "value", (200, None, True, False), (200, None, "value")),
        ("short-write", 200, "value", (200, None, True, False), (200, None, None)),
    ],
)
def test_a_bad_folder(fault: str, untouched: int, old: Any, new: Any, change: Any) -> None:
    assert findings_of("missing-file-path", fault=fault) == {
        "start_up_complains": False,
        "untouched_status": untouched,
        "old_session_sees": old,
        "new_session_status": new[0],
        "new_session_error": new[1],
        "new_session_cookie": new[2],
        "new_session_kept": new[3],
        "change_status": change[0],
        "change_error": change[1],
        "after_the_change_sees": change[2],
    }


@every_engine
@pytest.mark.parametrize("installed", [False, True])
def test_two_engines_need_the_app(engine: str, installed: bool) -> None:
    fails = engine in ("db", "cached_db") and not installed
    outcome = (500, "RuntimeError") if fails else (200, None)
    result = findings_of("missing-installed-app", engine=engine, installed=installed)
    assert (result["save_status"], result["save_error"]) == outcome
    assert (result["load_status"], result["load_error"]) == outcome
    assert result["second_request_sees"] == (None if fails else "value")
    ran = "it ran" if installed else "Unknown command: 'clearsessions'"
    assert result["clearsessions"] == ran


def test_the_queries_of_the_db_engine() -> None:
    assert findings_of("query-counts", engine="db") == {
        "anonymous_read": [],
        "anonymous_user": [],
        "made_by_reading": 0,
        "cookie_for_reading": False,
        "anonymous_vary": "Cookie",
        "first_write": ["SELECT", "INSERT"],
        "read": ["SELECT"],
        "later_write": ["SELECT", "UPDATE"],
        "signed_in_untouched": [],
        "signed_in_user": ["SELECT", "SELECT"],
    }


def test_cached_db_reads_without_a_query_and_writes_with_one() -> None:
    result = findings_of("query-counts", engine="cached_db")
    assert (result["read"], result["later_write"]) == ([], ["UPDATE"])


@pytest.mark.parametrize("engine", ["cache", "file", "signed_cookies"])
def test_the_others_make_no_query_for_a_session(engine: str) -> None:
    result = findings_of("query-counts", engine=engine)
    assert [result[name] for name in ("first_write", "read", "later_write")] == [[], [], []]
    assert result["signed_in_user"] == ["SELECT"]


@every_engine
@pytest.mark.parametrize("tabs", [2, 20])
def test_of_writes_at_once_one_is_kept(engine: str, tabs: int) -> None:
    assert findings_of("lost-updates", engine=engine, tabs=tabs) == {
        "statuses": ["200"],
        "kept_at_once": 1,
        "left": ["started", f"tab_{tabs}"],
        "kept_in_turn": tabs,
    }


def test_a_signed_cookie_freezes_where_it_would_outgrow_the_browser() -> None:
    result = findings_of("cookie-overflow", engine="signed_cookies", items=40)
    assert 0 < result["items_kept"] < result["items_sent"] == 40
    assert result["statuses"] == ["200"]
    assert result["kept_cookie"] <= 4096 < result["largest_cookie"]


def test_text_that_repeats_compresses_into_a_cookie() -> None:
    result = findings_of("cookie-overflow", engine="signed_cookies", items=80, text="repeated")
    assert result["items_kept"] == 80
    assert result["largest_cookie"] < 80 * 120 / 2


@pytest.mark.parametrize("engine", KEYED)
def test_a_key_never_outgrows_the_browser(engine: str) -> None:
    result = findings_of("cookie-overflow", engine=engine, items=40)
    assert (result["items_kept"], result["kept_cookie"]) == (40, len("sessionid") + 32)


@pytest.mark.parametrize("engine", KEYED)
def test_sign_out_makes_a_key_worthless(engine: str) -> None:
    assert findings_of("replay-after-sign-out", engine=engine) == {
        "browser_is": None,
        "old_cookie_is": None,
        "slow_request_status": 400,
        "slow_request_error": "SessionInterrupted",
        "after_the_slow_request_is": None,
    }


def test_a_signed_cookie_outlives_sign_out() -> None:
    assert findings_of("replay-after-sign-out", engine="signed_cookies") == {
        "browser_is": None,
        "old_cookie_is": "ada",
        "slow_request_status": 200,
        "slow_request_error": None,
        "after_the_slow_request_is": "ada",
    }


@every_engine
def test_a_changed_cookie_is_an_empty_session(engine: str) -> None:
    result = findings_of("tampering", engine=engine)
    assert (result["changed_cookie_status"], result["changed_cookie_sees"]) == (200, None)
    assert result["made_up_key_adopted"] is False
    assert result["readable_without_the_key"] is (engine == "signed_cookies")


@every_engine
@pytest.mark.parametrize("empty", [False, True])
def test_a_fallback_key_keeps_everything_a_store_still_holds(engine: str, empty: bool) -> None:
    result = findings_of("key-rotation", engine=engine, fallback=True, empty_the_cache=empty)
    gone = engine == "cache" and empty
    assert result["data_sees"] == (None if gone else "value")
    assert result["user_is"] == (None if gone else "ada")


@every_engine
def test_a_new_key_loses_data_or_sign_in(engine: str) -> None:
    result = findings_of("key-rotation", engine=engine)
    assert result["data_sees"] == ("value" if engine in ("cache", "cached_db") else None)
    assert (result["signed_in_before"], result["user_is"]) == ("ada", None)
    assert result["statuses"] == ["200"]


def test_a_new_key_and_an_emptied_cache_lose_cached_db() -> None:
    assert (
        findings_of("key-rotation", engine="cached_db", empty_the_cache=True)["data_sees"] is None
    )


@pytest.mark.parametrize("limit", [30, 90])
def test_a_cache_keeps_its_limit(limit: int) -> None:
    assert findings_of("eviction", max_entries=limit)["left_in_a_full_cache"] == limit


def test_local_memory_drops_what_is_over_its_limit() -> None:
    assert findings_of("eviction", engine="cache", visitors=400, max_entries=300) == {
        "sessions_made": 400,
        "left_in_a_full_cache": 300,
        "left_in_an_emptied_cache": 0,
        "cookie_deleted": True,
    }


@pytest.mark.parametrize("engine", ["db", "cached_db", "file", "signed_cookies"])
def test_the_others_drop_nothing(engine: str) -> None:
    result = findings_of("eviction", engine=engine)
    assert result["left_in_a_full_cache"] == result["sessions_made"] == 120
    assert result["left_in_an_emptied_cache"] == 120
    assert result["cookie_deleted"] is False


@pytest.mark.parametrize("engine", ON_JSON)
@pytest.mark.parametrize("value", ["datetime", "set", "bytes"])
def test_json_refuses(engine: str, value: str) -> None:
    result = findings_of("serializer-limits", engine=engine, value=value)
    assert (result["save_status"], result["save_error"]) == (500, "TypeError")
    assert result["serializer_used"] is True


@pytest.mark.parametrize("value", ["datetime", "set", "bytes", "integer-key", "tuple", "text"])
def test_the_cache_engine_takes_all_and_asks_no_serializer(value: str) -> None:
    result = findings_of("serializer-limits", engine="cache", value=value)
    assert (result["serializer_used"], result["unchanged"]) == (False, True)


@pytest.mark.parametrize("engine", ["db", "file", "signed_cookies"])
@pytest.mark.parametrize(("value", "back"), [("integer-key", "{'1': 'one'}"), ("tuple", "[1, 2]")])
def test_json_changes(engine: str, value: str, back: str) -> None:
    result = findings_of("serializer-limits", engine=engine, value=value)
    assert (result["comes_back_as"], result["unchanged"]) == (back, False)


def test_cached_db_changes_a_tuple_only_once_the_cache_is_empty() -> None:
    result = findings_of("serializer-limits", engine="cached_db", value="tuple")
    assert (result["unchanged"], result["unchanged_from_an_empty_cache"]) == (True, False)


@every_engine
@pytest.mark.parametrize("value", ["text", "integer", "nested"])
def test_what_json_can_hold_comes_back(engine: str, value: str) -> None:
    assert findings_of("serializer-limits", engine=engine, value=value)["unchanged"] is True


def test_a_cache_that_is_down_is_an_empty_session_and_the_cookie_goes() -> None:
    assert findings_of("cache-down", engine="cache") == {
        "read_status": 200,
        "read_sees": None,
        "cookie_deleted": True,
        "write_status": 500,
        "browser_sees_later": None,
        "old_cookie_sees_later": "value",
    }


def test_cached_db_fails_with_its_cache_and_loses_nothing() -> None:
    result = findings_of("cache-down", engine="cached_db")
    assert (result["read_status"], result["write_status"]) == (500, 500)
    assert result["browser_sees_later"] == "value"


def test_the_memory_of_one_process_is_unknown_to_another() -> None:
    result = findings_of("two-processes", engine="cache")
    assert (result["same_process_sees"], result["other_process_sees"]) == ("value", None)
    assert result["other_process_deletes_the_cookie"] is True
    assert findings_of("two-processes", engine="cached_db")["other_process_sees"] == "value"


@pytest.mark.parametrize(
    ("engine", "sql", "second", "emptied", "readable"),
    [
        ("db", ["SELECT"], "value", "value", False),
        ("cache", [], "value", None, False),
        ("cached_db", [], "value", "value", False),
        ("file", [], None, "value", False),
        ("signed_cookies", [], "value", "value", True),
    ],
)
def test_what_tells_engines_apart(
    engine: str, sql: list[str], second: str | None, emptied: str | None, readable: bool
) -> None:
    result = findings_of("engine-traits", engine=engine)
    assert (result["read"], result["second_server_sees"]) == (sql, second)
    assert result["emptied_cache_leaves"] == emptied
    assert result["readable_by_the_visitor"] is readable


def test_the_session_middleware_brings_the_session() -> None:
    assert findings_of("missing-middleware", without=None)["has_session"] is True
    assert findings_of("missing-middleware", without="SessionMiddleware")["has_session"] is False
    assert (
        findings_of("missing-middleware", without="AuthenticationMiddleware")["has_session"] is True
    )
