"""The switch: what it answers, what it refuses, and that a refusal changes nothing."""

from unittest.mock import patch

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from engines.registry import ENGINES
from tests.learner import answer, progress_in

pytestmark = pytest.mark.quick

HTMX = {"HX-Request": "true", "HX-Target": "engine"}


@pytest.mark.slow
def test_without_javascript_it_goes_back_to_the_page_and_says_what_happened(alice: Client) -> None:
    answer(alice, "remember")
    back = alice.post("/engine/switch/", {"engine": "cache", "next": "/progress/"}, follow=True)
    assert back.redirect_chain == [("/progress/", 302)]
    html = back.content.decode()
    assert "Moved from db to cache: 1 key came along" in html
    assert 'data-engine="cache"' in html.split("<head>")[0]


def test_with_htmx_it_answers_with_the_panel_alone(alice: Client) -> None:
    answer(alice, "remember")
    html = alice.post("/engine/switch/", {"engine": "file"}, headers=HTMX).content.decode()
    assert html.strip().startswith('<section id="engine"')
    assert "<html" not in html
    assert 'value="file" data-engine="file" aria-pressed="true"' in " ".join(html.split())


@pytest.mark.parametrize("name", ["", "redis", "DB", "db'--", "x" * 5000])
def test_an_unknown_engine_is_a_form_error_and_moves_nothing(alice: Client, name: str) -> None:
    answer(alice, "remember")
    before = progress_in(alice)
    page = alice.post("/engine/switch/", {"engine": name})
    fragment = alice.post("/engine/switch/", {"engine": name}, headers=HTMX)
    assert page.status_code == 200
    assert fragment.status_code == 422
    for response in (page, fragment):
        assert 'id="switch-error"' in response.content.decode()
    assert progress_in(alice) == before


def test_a_get_moves_nothing(alice: Client) -> None:
    assert alice.get("/engine/switch/?engine=cache").status_code == 405


def test_a_foreign_address_is_not_followed(alice: Client) -> None:
    for elsewhere in ("https://example.com/", "//example.com", "javascript:alert(1)", "\\evil"):
        back = alice.post("/engine/switch/", {"engine": "cache", "next": elsewhere})
        assert (back.status_code, back["Location"]) == (302, "/engine/")
        alice.post("/engine/switch/", {"engine": "db"})


def test_moving_to_the_engine_in_use_says_so(alice: Client) -> None:
    answer(alice, "remember")
    html = alice.post("/engine/switch/", {"engine": "db"}, headers=HTMX).content.decode()
    assert "Your session is in db already." in html


def test_staff_may_not_move_to_a_signed_cookie(instructor: Client) -> None:
    response = instructor.post("/engine/switch/", {"engine": "signed_cookies"}, headers=HTMX)
    assert response.status_code == 422
    assert "Staff can&#x27;t keep a session in a signed cookie" in response.content.decode()
    assert instructor.get("/admin/").status_code == 200


def test_a_session_too_large_for_a_cookie_stays_where_it_is(alice: Client) -> None:
    answer(alice, "remember")
    session = alice.session
    session["big"] = [f"{number:x}" for number in range(7**7, 7**7 + 2000)]
    session.save()
    before = dict(alice.session.items())
    response = alice.post("/engine/switch/", {"engine": "signed_cookies"}, headers=HTMX)
    assert response.status_code == 422
    assert "3,800 is the limit here" in response.content.decode()
    assert dict(alice.session.items()) == before


@pytest.mark.parametrize("name", [name for name in ENGINES if name != "db"])
def test_a_store_that_fails_leaves_the_session_where_it_is(alice: Client, name: str) -> None:
    answer(alice, "remember")
    before = progress_in(alice)
    with patch.object(ENGINES[name].store, "save", side_effect=ConnectionRefusedError("down")):
        response = alice.post("/engine/switch/", {"engine": name}, headers=HTMX)
    assert response.status_code == 422
    assert f"{name} does not answer. Your session stays" in response.content.decode()
    assert progress_in(alice) == before
    assert Session.objects.count() == 1


def test_a_store_that_writes_nothing_is_noticed(alice: Client, settings: object) -> None:
    """Django's file engine swallows the error of a missing folder; reading back shows it."""
    answer(alice, "remember")
    before = progress_in(alice)
    settings.SESSION_FILE_PATH = "/nowhere/at/all"  # type: ignore[attr-defined]
    response = alice.post("/engine/switch/", {"engine": "file"}, headers=HTMX)
    assert response.status_code == 422
    assert progress_in(alice) == before


def test_a_visitor_without_a_session_may_choose_an_engine(alice: Client) -> None:
    alice.post("/engine/switch/", {"engine": "file"})
    answer(alice, "remember")
    assert alice.session.engine.name == "file"
