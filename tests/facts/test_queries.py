"""How many SQL statements a request makes, and of which kind."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import ConnectionHandler
from django.http import HttpRequest, HttpResponse

from tests.facts.site import Browser, View, read, sent, sign_in, untouched, visit, who
from tests.facts.statements import statements


def test_db_is_the_default(settings: Any, visitor: Browser) -> None:
    assert settings.SESSION_ENGINE == "django.contrib.sessions.backends.db"
    visitor.open(visit)
    assert Session.objects.get().session_key == visitor.key


def test_an_untouched_session_makes_no_query_even_when_signed_in(
    visitor: Browser, ada: User
) -> None:
    visitor.open(sign_in(ada))
    assert statements(visitor, untouched) == []


@pytest.mark.parametrize("view", [untouched, read, who])
def test_a_new_visitor_who_only_reads_makes_no_query_and_no_row(
    visitor: Browser, view: View
) -> None:
    assert statements(visitor, view) == []
    assert not Session.objects.exists()


def test_reading_is_one_select(visitor: Browser) -> None:
    visitor.open(visit)
    assert statements(visitor, read) == ["SELECT"]


def test_a_request_reads_the_session_once(visitor: Browser) -> None:
    def read_often(request: HttpRequest) -> HttpResponse:
        return HttpResponse(str([request.session.get(key) for key in ("a", "b", "visits")]))

    visitor.open(visit)
    assert statements(visitor, read_often) == ["SELECT"]


def test_asking_for_the_user_is_two_selects(visitor: Browser, ada: User) -> None:
    visitor.open(sign_in(ada))
    assert statements(visitor, who) == ["SELECT", "SELECT"]


def test_the_first_write_is_a_select_and_an_insert(visitor: Browser) -> None:
    assert statements(visitor, visit) == ["SELECT", "INSERT"]


def test_a_later_write_is_a_select_and_an_update(visitor: Browser) -> None:
    visitor.open(visit)
    assert statements(visitor, visit) == ["SELECT", "UPDATE"]


@pytest.mark.parametrize("view", [untouched, read])
def test_save_every_request_is_a_select_and_an_update_each_time(
    settings: Any, visitor: Browser, view: View
) -> None:
    settings.SESSION_SAVE_EVERY_REQUEST = True
    visitor.open(visit)
    assert statements(visitor, view) == ["SELECT", "UPDATE"]


def test_save_every_request_lets_a_new_visitor_be(settings: Any, visitor: Browser) -> None:
    settings.SESSION_SAVE_EVERY_REQUEST = True
    assert statements(visitor, untouched) == []
    assert visitor.key is None


@pytest.mark.parametrize(("every", "rows"), [(False, 0), (True, 1)])
def test_save_every_request_makes_a_row_for_a_made_up_cookie(
    settings: Any, every: bool, rows: int
) -> None:
    settings.SESSION_SAVE_EVERY_REQUEST = every
    bot = Browser({"sessionid": "a" * 32})
    bot.open(untouched)
    assert Session.objects.count() == rows


def test_save_every_request_sends_the_cookie_again(
    settings: Any, engine: str, visitor: Browser
) -> None:
    visitor.open(visit)
    assert sent(visitor.open(untouched)) is None
    settings.SESSION_SAVE_EVERY_REQUEST = True
    assert sent(visitor.open(untouched))["max-age"] == 1209600


def test_cached_db_reads_from_the_cache_without_sql(
    use: Callable[[str], None], visitor: Browser
) -> None:
    use("cached_db")
    visitor.open(visit)
    assert statements(visitor, read) == []


def test_cached_db_writes_to_the_database_each_time(
    use: Callable[[str], None], visitor: Browser
) -> None:
    use("cached_db")
    assert statements(visitor, visit) == ["SELECT", "INSERT"]
    assert statements(visitor, visit) == ["UPDATE"]
    cache.clear()
    assert visitor.data() == {"visits": 2}


@pytest.mark.parametrize("engine", ["cache", "file", "signed_cookies"], indirect=True)
@pytest.mark.parametrize("view", [untouched, read, visit])
def test_the_other_engines_make_no_query(engine: str, visitor: Browser, view: View) -> None:
    assert statements(visitor, visit) == []
    assert statements(visitor, view) == []


def test_an_untouched_session_costs_nothing_on_any_engine(
    engine: str, visitor: Browser, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor.open(sign_in(ada))
    asked = []
    store = f"django.contrib.sessions.backends.{engine}.SessionStore"
    for name in ("load", "save"):
        monkeypatch.setattr(f"{store}.{name}", lambda *_: asked.append(1))
    assert statements(visitor, untouched) == []
    assert not asked


def test_a_database_connection_is_not_kept_by_default() -> None:
    engine = {"ENGINE": "django.db.backends.postgresql"}
    assert ConnectionHandler({"default": engine}).settings["default"]["CONN_MAX_AGE"] == 0
