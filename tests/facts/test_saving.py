"""When a session is saved, what is saved, and what a save can overwrite."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.exceptions import SessionInterrupted
from django.core.cache import cache
from django.core.handlers.exception import convert_exception_to_response
from django.http import HttpRequest, HttpResponse

from tests.facts.site import KEYED, Browser, read, sent, sign_in, sign_out, visit, write

JSON = [engine for engine in (*KEYED, "signed_cookies") if engine != "cache"]
BEYOND_JSON = [datetime(2026, 1, 1, tzinfo=UTC), {1, 2}, b"bytes"]


@pytest.mark.parametrize("status", [500, 503])
def test_a_response_of_500_or_above_saves_nothing(
    engine: str, visitor: Browser, status: int
) -> None:
    def failing(request: HttpRequest) -> HttpResponse:
        request.session["visits"] = 99
        return HttpResponse(status=status)

    visitor.open(visit)
    assert sent(visitor.open(failing)) is None
    assert visitor.data() == {"visits": 1}


@pytest.mark.parametrize("status", [302, 400, 404])
def test_any_lower_status_saves(engine: str, visitor: Browser, status: int) -> None:
    def answering(request: HttpRequest) -> HttpResponse:
        request.session["visits"] = 99
        return HttpResponse(status=status)

    visitor.open(answering)
    assert visitor.data() == {"visits": 99}


def test_a_view_that_raises_saves_nothing(
    engine: str, visitor: Browser, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(request: HttpRequest) -> HttpResponse:
        request.session["visits"] = 99
        raise ValueError

    settings.DEBUG = True  # Django's own page for a 500, not this project's
    visitor.open(visit)
    assert visitor.open(convert_exception_to_response(failing)).status_code == 500
    assert visitor.data() == {"visits": 1}


def test_deleting_a_key_is_noticed(engine: str, visitor: Browser) -> None:
    def delete(request: HttpRequest) -> HttpResponse:
        del request.session["visits"]
        return HttpResponse()

    visitor.open(write(visits=1, colour="blue"))
    visitor.open(delete)
    assert visitor.data() == {"colour": "blue"}


def buy_apples(request: HttpRequest) -> HttpResponse:
    request.session["basket"]["apples"] = 3
    return HttpResponse()


def buy_apples_and_say_so(request: HttpRequest) -> HttpResponse:
    request.session["basket"]["apples"] = 3
    request.session.modified = True
    return HttpResponse()


def buy_apples_and_set_the_basket(request: HttpRequest) -> HttpResponse:
    request.session["basket"] = {**request.session["basket"], "apples": 3}
    return HttpResponse()


@pytest.mark.parametrize(
    ("edit", "basket"),
    [
        (buy_apples, {"pears": 1}),
        (buy_apples_and_say_so, {"pears": 1, "apples": 3}),
        (buy_apples_and_set_the_basket, {"pears": 1, "apples": 3}),
    ],
)
def test_an_edit_inside_a_value_is_saved_only_when_said(
    engine: str, visitor: Browser, edit: Any, basket: dict[str, int]
) -> None:
    visitor.open(write(basket={"pears": 1}))
    visitor.open(edit)
    assert visitor.data() == {"basket": basket}


def test_of_two_writes_at_the_same_moment_the_last_one_wins(engine: str, visitor: Browser) -> None:
    def slow(request: HttpRequest) -> HttpResponse:
        request.session.get("slow")  # the session is read, ...
        visitor.open(write(quick=True))  # ... another request changes it, ...
        request.session["slow"] = True  # ... and this one saves what it read
        return HttpResponse()

    visitor.open(visit)
    visitor.open(slow)
    assert visitor.data() == {"visits": 1, "slow": True}


@pytest.mark.parametrize("engine", KEYED, indirect=True)
def test_a_sign_out_during_a_slow_write_interrupts_it(
    engine: str, visitor: Browser, ada: User
) -> None:
    visitor.open(sign_in(ada))
    other_tab = visitor.copy()

    def slow(request: HttpRequest) -> HttpResponse:
        request.session["slow"] = True
        other_tab.open(sign_out)
        return HttpResponse()

    with pytest.raises(SessionInterrupted):  # Django answers 400
        visitor.open(slow)
    assert visitor.user() == ""


def test_with_a_signed_cookie_a_slow_write_undoes_a_sign_out(
    use: Callable[[str], None], visitor: Browser, ada: User
) -> None:
    use("signed_cookies")
    visitor.open(sign_in(ada))

    def slow(request: HttpRequest) -> HttpResponse:
        request.session["slow"] = True
        visitor.open(sign_out)
        return HttpResponse()

    visitor.open(slow)
    assert visitor.user() == "ada"


@pytest.mark.parametrize("engine", JSON, indirect=True)
@pytest.mark.parametrize("value", BEYOND_JSON, ids=["datetime", "set", "bytes"])
def test_what_json_cannot_hold_is_a_type_error(engine: str, visitor: Browser, value: Any) -> None:
    with pytest.raises(TypeError, match="not JSON serializable"):
        visitor.open(write(value=value))


@pytest.mark.parametrize("value", BEYOND_JSON, ids=["datetime", "set", "bytes"])
def test_the_cache_engine_takes_them_all(
    use: Callable[[str], None], visitor: Browser, value: Any
) -> None:
    use("cache")
    visitor.open(write(value=value))
    assert visitor.data() == {"value": value}


@pytest.mark.parametrize("engine", ["db", "file", "signed_cookies"], indirect=True)
def test_json_turns_number_keys_into_text_and_tuples_into_lists(
    engine: str, visitor: Browser
) -> None:
    visitor.open(write(value={1: (2, 3)}))
    assert visitor.data() == {"value": {"1": [2, 3]}}


def test_the_cache_engine_keeps_number_keys_and_tuples(
    use: Callable[[str], None], visitor: Browser
) -> None:
    use("cache")
    visitor.open(write(value={1: (2, 3)}))
    assert visitor.data() == {"value": {1: (2, 3)}}


def test_cached_db_keeps_number_keys_only_until_the_cache_is_emptied(
    use: Callable[[str], None], visitor: Browser
) -> None:
    use("cached_db")
    visitor.open(write(value={1: (2, 3)}))
    assert visitor.data() == {"value": {1: (2, 3)}}
    cache.clear()
    assert visitor.data() == {"value": {"1": [2, 3]}}


@pytest.mark.parametrize(
    "value", ["text", 1, 1.5, True, False, None, [1, "a"], {"a": {"b": []}}], ids=repr
)
def test_what_json_can_hold_comes_back_as_it_was(engine: str, visitor: Browser, value: Any) -> None:
    visitor.open(write(value=value))
    assert visitor.data() == {"value": value}


def test_the_cache_engine_does_not_use_the_serializer(
    use: Callable[[str], None], settings: Any, visitor: Browser
) -> None:
    use("cache")
    settings.SESSION_SERIALIZER = "tests.facts.site.Refusing"
    visitor.open(visit)
    assert visitor.data() == {"visits": 1}


@pytest.mark.parametrize("engine", JSON, indirect=True)
def test_the_other_engines_use_the_serializer(engine: str, settings: Any, visitor: Browser) -> None:
    settings.SESSION_SERIALIZER = "tests.facts.site.Refusing"
    with pytest.raises(AssertionError, match="serializer was used"):
        visitor.open(visit)


def test_an_unchanged_session_is_not_saved(engine: str, visitor: Browser) -> None:
    visitor.open(visit)
    old = visitor.copy()
    response = visitor.open(read)
    assert sent(response) is None
    assert visitor.cookies == old.cookies
