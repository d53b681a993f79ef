"""The store: keys name their engine, foreign keys are new visitors, reading keeps nothing."""

import random
import re
import time
from pathlib import Path

import pytest
from asgiref.sync import async_to_sync
from django.conf import settings
from django.contrib.sessions.backends import db as native_db
from django.contrib.sessions.models import Session
from django.core import signing
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client

from engines.limits import CookieTooLarge
from engines.registry import ENGINES, engine_of
from engines.store import SessionStore
from tests.course import LESSON
from tests.learner import answer, form_of, progress_in

SERVER_SIDE = [name for name, engine in ENGINES.items() if not engine.in_cookie]
FORGED = [
    "",
    "x",
    "zz" + "a" * 30,
    "db" + "a" * 30,
    "ca" + "0" * 30,
    "cd" + "0" * 30,
    "fi" + "0" * 30,
    "fi/../../etc/passwd",
    "db" + "a" * 500,
    "DB" + "A" * 30,
    "eyJhIjoxfQ:1wK3Zx:mB0forged",
    ":::",
    "\u00e9" * 20,
    "None",
    "db' OR 1=1 --------------------",
]


@pytest.mark.django_db
@pytest.mark.parametrize("name", ENGINES)
def test_a_saved_session_is_found_again_by_its_key_alone(name: str) -> None:
    session = SessionStore(engine=name)
    session["answer"] = {"picks": [1, 2], "text": "é ☃"}
    session.save()
    again = SessionStore(session.session_key)
    assert again.engine.name == name
    assert dict(again.items()) == {"answer": {"picks": [1, 2], "text": "é ☃"}}


@pytest.mark.django_db
@pytest.mark.parametrize("name", SERVER_SIDE)
def test_a_key_begins_with_its_engines_prefix(name: str) -> None:
    session = SessionStore(engine=name)
    session.create()
    key = session.session_key
    assert key.startswith(ENGINES[name].prefix)
    assert len(key) == 32
    assert engine_of(key) is ENGINES[name]


@pytest.mark.django_db
def test_djangos_own_store_reads_our_row() -> None:
    session = SessionStore(engine="db")
    session["a"] = 1
    session.save()
    assert native_db.SessionStore(session.session_key)["a"] == 1


@pytest.mark.django_db
@pytest.mark.parametrize("name", SERVER_SIDE)
def test_the_asynchronous_twins_do_the_same(name: str) -> None:
    @async_to_sync
    async def walk() -> None:
        session = SessionStore(engine=name)
        await session.aset("a", 1)
        await session.asave()
        again = SessionStore(session.session_key)
        assert await again.aget("a") == 1
        assert again.meter.size
        await again.aflush()
        assert await SessionStore(session.session_key).aget("a") is None

    walk()


def stored() -> tuple[int, int, int]:
    """How many rows, files and cache entries there are."""
    files = list(Path(settings.SESSION_FILE_PATH).iterdir())
    return Session.objects.count(), len(files), len(cache._cache)  # type: ignore[attr-defined]


@pytest.mark.parametrize("cookie", FORGED)
def test_a_forged_or_foreign_cookie_is_a_new_visitor(alice: Client, cookie: str) -> None:
    before = stored()
    alice.cookies[settings.SESSION_COOKIE_NAME] = cookie
    for page in ("/", "/progress/", "/engine/", f"{LESSON}practice/"):
        assert alice.get(page).status_code == 200
    assert "You have no session yet" in alice.get("/engine/").content.decode()
    assert stored() == before


@pytest.mark.parametrize("cookie", FORGED)
def test_a_visitor_with_a_forged_cookie_can_answer(alice: Client, cookie: str) -> None:
    alice.cookies[settings.SESSION_COOKIE_NAME] = cookie
    response = answer(alice, "remember")
    assert response.status_code == 302
    key = alice.cookies[settings.SESSION_COOKIE_NAME].value
    assert key != cookie
    assert "progress" in SessionStore(key)


def test_reading_keeps_nothing(alice: Client) -> None:
    before = stored()
    for page in ("/", "/learn/django-sessions/", f"{LESSON}why/", "/progress/", "/engine/"):
        response = alice.get(page)
        assert settings.SESSION_COOKIE_NAME not in response.cookies
    assert stored() == before


def test_an_expired_signed_cookie_is_a_new_visitor(alice: Client) -> None:
    old = signing.TimestampSigner(salt="django.contrib.sessions.backends.signed_cookies")
    alice.cookies[settings.SESSION_COOKIE_NAME] = old.sign_object({"a": 1})[:-3] + "xxx"
    response = alice.get("/progress/")
    assert response.status_code == 200
    assert response.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == 0


@pytest.mark.django_db
def test_clearsessions_cleans_the_row_and_the_file() -> None:
    for name in ("db", "file"):
        session = SessionStore(engine=name)
        session["a"] = name
        session.set_expiry(-1)
        session.save()
    call_command("clearsessions")
    assert not Session.objects.exists()
    assert stored()[1] == 0


@pytest.mark.django_db
def test_a_number_of_seconds_ends_a_session_in_a_file_too(time_machine: object) -> None:
    """Django's own never ends it there (ticket #22938)."""
    session = SessionStore(engine="file")
    session["a"] = 1
    session.set_expiry(60)
    time_machine.move_to(time.time())  # type: ignore[attr-defined]
    session.save()
    time_machine.shift(61)  # type: ignore[attr-defined]
    assert "a" not in SessionStore(session.session_key)


@pytest.mark.django_db
def test_clearsessions_reports_every_engine(capsys: pytest.CaptureFixture[str]) -> None:
    for name, ends in (("db", -1), ("db", 60), ("file", -1), ("cached_db", -1)):
        session = SessionStore(engine=name)
        session["a"] = name
        session.set_expiry(ends)
        session.save()
    call_command("clearsessions")
    said = capsys.readouterr().out
    assert "db: 1 ended sessions deleted" in said
    assert "cached_db: 1 ended sessions deleted" in said
    assert "file: 1 ended sessions deleted" in said
    assert "cache: nothing to do" in said
    assert "signed_cookies: nothing to do" in said
    assert Session.objects.count() == 1


def test_a_session_that_outgrows_its_cookie_moves_on_and_the_page_says_so(alice: Client) -> None:
    alice.post("/engine/switch/", {"engine": "signed_cookies"})
    answer(alice, "login")
    session = alice.session
    words = [f"{number:x}" for number in range(7**7, 7**7 + 2000)]
    while True:  # as many words as a cookie can just carry
        try:
            session["big"] = words
            session.save()
            break
        except CookieTooLarge:
            words = words[:-5]
    alice.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    before = dict(alice.session.items())
    for slug in ("store-setting", "reopen", "file-errors", "close-or-hour"):
        page = alice.get(f"{LESSON}practice/?q={slug}").content.decode()
        fields = form_of(page)
        choice = re.findall(r'name="choice" value="([^"]+)"', page)[0]
        alice.post(f"{LESSON}practice/answers/", {**fields, "choice": choice})
        value = alice.cookies[settings.SESSION_COOKIE_NAME].value
        assert len(settings.SESSION_COOKIE_NAME) + len(value) < 4096
    assert alice.session.engine.name == "db"
    assert alice.session["big"] == before["big"]
    open_sitting = progress_in(alice)["open"]["django-sessions/configuration/practice"]
    assert len(open_sitting["states"]) == 5


def test_ten_thousand_made_up_cookies_make_no_row_file_or_entry(alice: Client) -> None:
    before = stored()
    generator = random.Random(1)  # noqa: S311
    for number in range(10_000):
        prefix = generator.choice(["db", "ca", "cd", "fi", "zz", ""])
        length = generator.choice([8, 30, 38])
        letters = generator.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=length)
        cookie = prefix + "".join(letters)
        session = SessionStore(cookie if number % 5 else f"{cookie}:{cookie}:{cookie}")
        assert session.get("progress") is None
        assert session.is_empty()
    assert stored() == before
