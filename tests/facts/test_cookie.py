"""The cookie: what it looks like, what it holds, and what a copy of it is worth."""

import base64
import string
from collections.abc import Callable
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.contrib.auth.models import User

from tests.course import PACK
from tests.facts.cookies import without_the_key
from tests.facts.site import (
    ENGINES,
    KEYED,
    Browser,
    expire_in,
    read,
    sent,
    sign_in,
    sign_out,
    untouched,
    visit,
    who,
    write,
)

WHY = PACK / "configuration" / "why.md"


def test_the_same_view_runs_on_each_engine(engine: str, visitor: Browser) -> None:
    assert [visitor.open(visit).content for _ in range(3)] == [
        b"Visit number 1",
        b"Visit number 2",
        b"Visit number 3",
    ]


def test_each_browser_has_a_session_of_its_own(engine: str) -> None:
    one, other = Browser(), Browser()
    one.open(visit)
    one.open(visit)
    other.open(visit)
    assert (one.data(), other.data()) == ({"visits": 2}, {"visits": 1})


def test_the_cookie_has_these_attributes_by_default(engine: str, visitor: Browser) -> None:
    cookie = sent(visitor.open(visit))
    assert cookie["max-age"] == 1209600
    assert cookie["expires"]
    assert cookie["httponly"] is True
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == "/"
    assert cookie["secure"] == ""
    assert cookie["domain"] == ""


def test_the_lesson_shows_the_cookie_as_it_is(visitor: Browser) -> None:
    line = next(line for line in WHY.read_text().splitlines() if line.startswith("Set-Cookie:"))
    name, _, shown = line.removeprefix("Set-Cookie: ").partition("=")
    real = sent(visitor.open(visit)).OutputString()
    assert name == SimpleCookie(real).popitem()[0]
    assert set(shown.split("; ")[1:]) <= set(real.split("; "))


@pytest.mark.parametrize("engine", KEYED, indirect=True)
def test_the_cookie_holds_a_random_key_of_32_characters(engine: str, visitor: Browser) -> None:
    visitor.open(write(colour="blue"))
    assert visitor.key
    assert len(visitor.key) == 32
    assert set(visitor.key) <= set(string.ascii_lowercase + string.digits)
    other = Browser()
    other.open(write(colour="blue"))
    assert other.key != visitor.key


def test_a_settings_change_shows_in_the_cookie(settings: Any, visitor: Browser) -> None:
    settings.SESSION_COOKIE_NAME = "quiz"
    settings.SESSION_COOKIE_SECURE = True
    settings.SESSION_COOKIE_HTTPONLY = False
    settings.SESSION_COOKIE_SAMESITE = "Strict"
    cookie = visitor.open(visit).cookies["quiz"]
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, "", "Strict")


@pytest.mark.parametrize("value", ["blue", "blue" * 100], ids=["short", "compressed"])
def test_a_signed_cookie_is_read_without_the_key(
    use: Callable[[str], None], visitor: Browser, value: str
) -> None:
    use("signed_cookies")
    visitor.open(write(colour=value))
    assert visitor.key
    assert without_the_key(visitor.key) == {"colour": value}


def test_a_signed_cookie_cannot_be_changed(use: Callable[[str], None], visitor: Browser) -> None:
    use("signed_cookies")
    visitor.open(write(score=1))
    assert visitor.key
    _, rest = visitor.key.split(":", 1)
    forged = base64.urlsafe_b64encode(b'{"score":1000}').decode().rstrip("=")
    visitor.cookies["sessionid"] = f"{forged}:{rest}"
    assert visitor.data() == {}


def test_a_new_visitor_who_only_reads_gets_no_cookie(engine: str, visitor: Browser) -> None:
    assert sent(visitor.open(read)) is None
    assert sent(visitor.open(who)) is None


def test_a_page_that_reads_the_session_varies_on_the_cookie(engine: str, visitor: Browser) -> None:
    assert visitor.open(read)["Vary"] == "Cookie"
    assert "Vary" not in visitor.open(untouched)


def test_a_visitor_who_comes_back_to_read_gets_no_new_cookie(engine: str, visitor: Browser) -> None:
    visitor.open(visit)
    assert sent(visitor.open(read)) is None


def test_a_copy_of_the_cookie_is_you_to_the_server(
    engine: str, visitor: Browser, ada: User
) -> None:
    visitor.open(sign_in(ada))
    assert visitor.copy().user() == "ada"


def test_a_visitor_without_an_account_has_a_session_too(engine: str, visitor: Browser) -> None:
    visitor.open(visit)
    assert visitor.user() == ""
    assert visitor.data() == {"visits": 1}


def test_sign_in_keeps_the_id_of_the_user_in_the_session(
    engine: str, visitor: Browser, ada: User
) -> None:
    visitor.open(sign_in(ada))
    assert visitor.data()["_auth_user_id"] == str(ada.pk)


def test_a_key_that_the_browser_made_up_is_never_taken_over(engine: str) -> None:
    visitor = Browser({"sessionid": "a" * 32})
    visitor.open(visit)
    assert visitor.key != "a" * 32


def test_set_expiry_sets_the_age_of_the_cookie(engine: str, visitor: Browser) -> None:
    assert sent(visitor.open(expire_in(300)))["max-age"] == 300


def test_set_expiry_zero_lets_the_cookie_end_with_the_browser(
    engine: str, visitor: Browser
) -> None:
    cookie = sent(visitor.open(expire_in(0)))
    assert (cookie["max-age"], cookie["expires"]) == ("", "")


def test_set_expiry_none_goes_back_to_the_settings(engine: str, visitor: Browser) -> None:
    visitor.open(expire_in(300))
    assert sent(visitor.open(expire_in(None)))["max-age"] == 1209600


def test_flush_deletes_the_data_and_the_cookie(engine: str, visitor: Browser) -> None:
    visitor.open(visit)

    def flush(request: Any) -> Any:
        request.session.flush()
        return untouched(request)

    cookie = sent(visitor.open(flush))
    assert (cookie.value, cookie["max-age"]) == ("", 0)
    assert visitor.key is None
    assert visitor.data() == {}


@pytest.mark.parametrize("engine", KEYED, indirect=True)
def test_sign_out_makes_the_old_key_worthless(engine: str, visitor: Browser, ada: User) -> None:
    visitor.open(sign_in(ada))
    old = visitor.copy()
    visitor.open(sign_out)
    assert visitor.key is None
    assert old.user() == ""
    assert old.data() == {}


def test_a_copy_of_a_signed_cookie_still_works_after_sign_out(
    use: Callable[[str], None], visitor: Browser, ada: User
) -> None:
    use("signed_cookies")
    visitor.open(sign_in(ada))
    old = visitor.copy()
    visitor.open(sign_out)
    assert visitor.user() == ""
    assert old.user() == "ada"


def cycle_key(request: Any) -> Any:
    request.session.cycle_key()
    return untouched(request)


@pytest.mark.parametrize("engine", KEYED, indirect=True)
def test_cycle_key_keeps_the_data_and_changes_the_key(engine: str, visitor: Browser) -> None:
    visitor.open(visit)
    old = visitor.copy()
    visitor.open(cycle_key)
    assert visitor.key != old.key
    assert visitor.data() == {"visits": 1}
    assert old.data() == {}


@pytest.mark.parametrize("engine", KEYED, indirect=True)
def test_signing_in_changes_the_key_and_keeps_the_data(
    engine: str, visitor: Browser, ada: User
) -> None:
    visitor.open(visit)
    old = visitor.copy()
    visitor.open(sign_in(ada))
    assert visitor.key != old.key
    assert visitor.data()["visits"] == 1
    assert old.data() == {}


@pytest.mark.parametrize("engine", ENGINES, indirect=True)
def test_django_sends_no_server_timing_by_itself(engine: str, visitor: Browser) -> None:
    assert "Server-Timing" not in visitor.open(visit)
