"""What the lesson "How long a session lives" says beyond the other lessons."""

import os
import re
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.management.commands import clearsessions
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from time_machine import TimeMachineFixture

from tests.facts.lessons import question
from tests.facts.site import (
    Browser,
    View,
    expire_in,
    read,
    sent,
    sign_in,
    untouched,
    visit,
    who,
    write,
)

PRACTICE = "expiry/practice.yaml"
DAY = 24 * 3600
TWO_WEEKS = 14 * DAY


def lasting(length: Any) -> View:
    """A view that sets this lifetime, and nothing else."""

    def view(request: HttpRequest) -> HttpResponse:
        request.session.set_expiry(length)
        return HttpResponse()

    return view


def saved(visitor: Browser, length: Any) -> None:
    visitor.open(visit)
    visitor.open(lasting(length))


def lives(visitor: Browser) -> bool:
    """Whether the server still takes the cookie, asked by a copy so that nothing changes."""
    return "visits" in visitor.copy().data()


def test_the_row_says_when_the_session_ends(visitor: Browser, clock: TimeMachineFixture) -> None:
    visitor.open(visit)
    assert Session.objects.get().expire_date == timezone.now() + timedelta(seconds=TWO_WEEKS)


def test_a_file_goes_by_the_time_of_its_last_change(
    use: Callable[[str], None], visitor: Browser, clock: TimeMachineFixture, tmp_path: Any
) -> None:
    use("file")
    visitor.open(visit)
    (file,) = tmp_path.glob("sessionid*")
    clock.shift(TWO_WEEKS - 60)
    os.utime(file, (time.time(), time.time()))
    clock.shift(120)
    assert lives(visitor)


def test_the_end_of_a_session_signs_out_and_is_no_error(
    engine: str, visitor: Browser, ada: User, clock: TimeMachineFixture
) -> None:
    visitor.open(sign_in(ada))
    clock.shift(TWO_WEEKS + 1)
    response = visitor.open(who)
    assert (response.status_code, response.content) == (200, b"")


@pytest.mark.parametrize("engine", ["file", "signed_cookies"], indirect=True)
def test_a_new_age_counts_at_once_on_these(
    engine: str, settings: Any, visitor: Browser, clock: TimeMachineFixture
) -> None:
    visitor.open(visit)
    clock.shift(120)
    settings.SESSION_COOKIE_AGE = 60
    assert not lives(visitor)


@pytest.mark.parametrize("engine", ["db", "cache", "cached_db"], indirect=True)
def test_a_new_age_counts_from_the_next_save_on_these(
    engine: str, settings: Any, visitor: Browser, clock: TimeMachineFixture
) -> None:
    visitor.open(visit)
    settings.SESSION_COOKIE_AGE = 60
    clock.shift(TWO_WEEKS - 1)
    assert lives(visitor)
    visitor.open(visit)
    clock.shift(61)
    assert not lives(visitor)


def test_dans_month(engine: str, visitor: Browser, ada: User, clock: TimeMachineFixture) -> None:
    """The table under "From the last save"."""
    visitor.open(sign_in(ada))
    clock.shift(5 * DAY)
    assert sent(visitor.open(who)) is None
    clock.shift(5 * DAY)
    assert sent(visitor.open(write(colour="green")))["max-age"] == TWO_WEEKS
    clock.shift(10 * DAY)
    assert sent(visitor.open(who)) is None
    clock.shift(4 * DAY - 1)
    assert visitor.copy().user() == "ada"
    clock.shift(DAY + 1)
    assert visitor.user() == ""


def test_who_only_reads_is_signed_out_after_two_weeks(
    engine: str, visitor: Browser, ada: User, clock: TimeMachineFixture
) -> None:
    """Dan, on the page "Why"."""
    visitor.open(sign_in(ada))
    for _ in range(13):
        clock.shift(DAY)
        assert visitor.user() == "ada"
    clock.shift(2 * DAY)
    assert visitor.user() == ""


@pytest.mark.parametrize(("every", "kept"), [(False, True), (True, False)])
def test_with_save_every_request_a_page_that_only_reads_undoes_a_change(
    settings: Any, engine: str, visitor: Browser, every: bool, kept: bool
) -> None:
    settings.SESSION_SAVE_EVERY_REQUEST = every

    def slow(request: HttpRequest) -> HttpResponse:
        request.session.get("visits")  # the session is read, ...
        visitor.open(write(quick=True))  # ... another request changes it, ...
        return HttpResponse()  # ... and this one ends without a change

    visitor.open(visit)
    visitor.open(slow)
    assert ("quick" in visitor.data()) is kept


def test_set_expiry_zero_leaves_the_servers_clock_at_the_age(
    engine: str, visitor: Browser, clock: TimeMachineFixture
) -> None:
    saved(visitor, 0)
    clock.shift(TWO_WEEKS - 1)
    assert lives(visitor)
    clock.shift(2)
    assert not lives(visitor)


@pytest.mark.parametrize("engine", ["db", "cache", "cached_db", "file"], indirect=True)
@pytest.mark.parametrize("as_datetime", [False, True])
def test_a_fixed_moment_is_obeyed_and_does_not_move(
    engine: str, visitor: Browser, clock: TimeMachineFixture, as_datetime: bool
) -> None:
    moment = timedelta(seconds=60)
    saved(visitor, timezone.now() + moment if as_datetime else moment)
    clock.shift(40)
    assert sent(visitor.open(visit))["max-age"] == 20
    clock.shift(19)
    assert lives(visitor)
    clock.shift(2)
    assert not lives(visitor)


def test_on_signed_cookies_a_fixed_moment_helps_no_more_than_a_number(
    use: Callable[[str], None], visitor: Browser, clock: TimeMachineFixture
) -> None:
    use("signed_cookies")
    saved(visitor, timedelta(seconds=60))
    clock.shift(TWO_WEEKS - 1)
    assert lives(visitor)
    clock.shift(2)
    assert not lives(visitor)


def test_the_expiry_age_does_not_count_down(
    engine: str, visitor: Browser, clock: TimeMachineFixture
) -> None:
    ages = []

    def ask(request: HttpRequest) -> HttpResponse:
        ages.append(request.session.get_expiry_age())
        return HttpResponse()

    visitor.open(expire_in(300))
    clock.shift(200)
    visitor.open(ask)
    assert ages == [300]


def test_clearsessions_cleans_the_table_of_cached_db(
    use: Callable[[str], None], visitor: Browser, clock: TimeMachineFixture
) -> None:
    use("cached_db")
    visitor.open(visit)
    clock.shift(TWO_WEEKS + 1)
    call_command(clearsessions.Command())
    assert not Session.objects.exists()


def test_clearsessions_never_deletes_a_file_with_a_number_from_set_expiry(
    use: Callable[[str], None], visitor: Browser, clock: TimeMachineFixture, tmp_path: Any
) -> None:
    use("file")
    saved(visitor, 60)
    clock.shift(365 * DAY)
    call_command(clearsessions.Command())
    assert len(list(tmp_path.glob("sessionid*"))) == 1


def test_what_ended_still_lies_in_the_table_when_its_visitor_comes_back(
    visitor: Browser, clock: TimeMachineFixture
) -> None:
    visitor.open(visit)
    clock.shift(TWO_WEEKS + 1)
    visitor.open(read)
    assert Session.objects.count() == 1


def test_a_length_set_before_another_user_signs_in_goes_with_the_session(
    engine: str, visitor: Browser, ada: User
) -> None:
    visitor.open(sign_in(User.objects.create_user("ben")))

    def view(request: HttpRequest) -> HttpResponse:
        request.session.set_expiry(300)
        return sign_in(ada)(request)

    assert sent(visitor.open(view))["max-age"] == TWO_WEEKS


def test_the_visitors_morning_ends_80_minutes_after_nine(
    engine: str, settings: Any, visitor: Browser, clock: TimeMachineFixture
) -> None:
    settings.SESSION_COOKIE_AGE = 3600
    for minutes, view in ((0, visit), (20, visit), (20, read), (30, read)):
        clock.shift(minutes * 60)
        visitor.open(view)
    choices = question(PRACTICE, "minutes").choices.values()
    [minutes] = [int(one.text.strip("`")) for one in choices if one.right]
    clock.shift((minutes - 70) * 60 - 1)
    assert lives(visitor)
    clock.shift(2)
    assert not lives(visitor)


def failing(request: HttpRequest) -> HttpResponse:
    request.session["visits"] = 2
    return HttpResponse(status=500)


def say_so(request: HttpRequest) -> HttpResponse:
    request.session.modified = True
    return HttpResponse()


def test_what_starts_the_clocks_is_what_the_question_calls_right(
    engine: str, ada: User, clock: TimeMachineFixture
) -> None:
    views = {
        "key": visit,
        "flag": say_so,
        "login": sign_in(ada),
        "read": read,
        "static": untouched,
        "broken": failing,
    }
    choices = question(PRACTICE, "what-starts-the-clocks").choices
    assert choices.keys() == views.keys()
    for key, view in views.items():
        visitor = Browser()
        visitor.open(visit)
        clock.shift(DAY)
        visitor.open(view)
        clock.shift(TWO_WEEKS - 60)
        assert lives(visitor) is choices[key].right, key


# The question `who-ends-first`: seconds after noon at which the server ends each, in its order.
ENDS = [
    ("cache", {"AGE": 3600, "own": 60}, 60),
    ("db", {"AGE": 1800, "close": True}, 1800),
    ("signed_cookies", {"AGE": 3600, "own": 60}, 3600),
    ("db", {"AGE": 7200, "read": (1800, 5400)}, 7200),
    ("file", {"AGE": 60, "own": 60}, None),
]


@pytest.mark.parametrize(("name", "how", "ends"), ENDS)
def test_each_session_of_the_question_ends_at_its_time(
    use: Callable[[str], None],
    settings: Any,
    visitor: Browser,
    clock: TimeMachineFixture,
    name: str,
    how: dict[str, Any],
    ends: int | None,
) -> None:
    use(name)
    settings.SESSION_COOKIE_AGE = how["AGE"]
    settings.SESSION_EXPIRE_AT_BROWSER_CLOSE = how.get("close", False)
    visitor.open(expire_in(how.get("own")))
    passed = 0
    for at in (*how.get("read", ()), (ends or 365 * DAY) - 1):
        clock.shift(at - passed)
        passed = at
        assert lives(visitor)
    clock.shift(2)
    assert lives(visitor) is (ends is None)


def test_the_question_lists_them_in_the_order_in_which_they_end() -> None:
    ends = [end or float("inf") for _, _, end in ENDS]
    assert ends == sorted(ends)
    choices = question(PRACTICE, "who-ends-first").choices.values()
    assert [re.findall("`(.+?)`", one.text)[0] for one in choices] == [name for name, *_ in ENDS]
    ages = [f"SESSION_COOKIE_AGE = {how['AGE']}" for _, how, _ in ENDS]
    assert all(age in one.text for age, one in zip(ages, choices, strict=True))
