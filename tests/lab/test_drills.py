"""The drills of the lab: what is said before, what happens to a copy, and that it is a copy."""

from secrets import token_urlsafe
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client

from lab.drills.drills import DRILLS, STAND_IN, copy_of_session, run_drill
from lab.experiments import allowance
from lab.experiments import views as experiment_views
from lab.experiments.parameters import DJANGO_ENGINES
from lab.experiments.running import run_experiment
from lab.models import LabSettings

DB, CACHE, CACHED, FILE, SIGNED = DJANGO_ENGINES
# From the documentation of Django and of browsers, and from ../shared/FACTS.md; not from a run.
HAPPENS: dict[str, set[str]] = {
    "restart-the-cache": {DB, CACHED, FILE, SIGNED},
    "fill-the-cache": {DB, CACHED, FILE, SIGNED},
    "close-the-browser": set(),
    "wait-an-hour": {FILE, SIGNED},
    "two-tabs": set(),
    "change-the-cookie": set(),
    "replay-the-cookie": {SIGNED},
    "rotate-the-key": {CACHE, CACHED},
    "fill-the-cookie": {DB, CACHE, CACHED, FILE},
    "lose-the-folder": {DB, CACHE, CACHED, SIGNED},
}
PAGE = "/engine/drills/restart-the-cache/"
SETTINGS = "/engine/settings/"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(experiment_views, "ALLOWANCE", allowance.Allowance())


def session_of(client: Client, **data: Any) -> None:
    """Give this client a session that holds `data`."""
    session = client.session
    session.update(data)
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = str(session.session_key)


# --- What happens ------------------------------------------------------------------------------


def test_every_drill_is_expected_here() -> None:
    assert HAPPENS.keys() == DRILLS.keys()


@pytest.mark.parametrize("slug", DRILLS)
def test_a_drill_ends_as_django_documents(slug: str) -> None:
    outcomes = list(run_drill(DRILLS[slug], [DB, SIGNED], {"kept": "value", "other": 1}))
    assert [outcome.engine for outcome in outcomes] == list(DJANGO_ENGINES)
    assert {outcome.engine for outcome in outcomes if outcome.happened} == HAPPENS[slug]
    assert {outcome.engine for outcome in outcomes if outcome.predicted} == {DB, SIGNED}
    assert {outcome.engine for outcome in outcomes if outcome.right} == set(DJANGO_ENGINES) - (
        HAPPENS[slug] ^ {DB, SIGNED}
    )


def test_the_keys_are_counted() -> None:
    outcomes = {
        one.engine: one for one in run_drill(DRILLS["restart-the-cache"], [], {"a": 1, "b": 2})
    }
    assert outcomes[DB].summary == "2 of 2 keys are there (200)"
    assert outcomes[CACHE].summary == "0 of 2 keys are there (200)"


def test_a_session_too_big_for_a_cookie_is_said_to_be() -> None:
    outcomes = {
        one.engine: one
        for one in run_drill(DRILLS["lose-the-folder"], [], {"a": token_urlsafe(4_000)})
    }
    assert not outcomes[SIGNED].happened
    assert "too big for a cookie" in outcomes[SIGNED].summary
    assert outcomes[DB].happened


# --- A copy ------------------------------------------------------------------------------------


def test_the_sign_in_is_left_out_and_an_empty_session_has_a_stand_in() -> None:
    assert copy_of_session({"_auth_user_hash": "secret", "_auth_user_id": "1", "kept": 1}) == {
        "kept": 1
    }
    assert copy_of_session({"_auth_user_id": "1"}) == copy_of_session({}) == STAND_IN


def test_of_a_huge_session_only_so_much_is_copied() -> None:
    copied = copy_of_session({f"key_{number}": "x" * 10_000 for number in range(50)})
    assert 0 < len(copied) < 8


@pytest.mark.parametrize("slug", DRILLS)
def test_the_real_session_is_as_it_was(slug: str, client: Client) -> None:
    session_of(client, progress={"score": 3}, other="x")
    before = list(Session.objects.values())
    response = client.post(f"/engine/drills/{slug}/", {"engine": [DB]})
    assert response.status_code == 200
    assert list(Session.objects.values()) == before
    assert settings.SESSION_COOKIE_NAME not in response.cookies
    assert dict(client.session.items()) == {"progress": {"score": 3}, "other": "x"}


@pytest.mark.slow
def test_no_secret_is_in_what_a_drill_shows(client: Client) -> None:
    other = Client()
    session_of(other, progress="of somebody else")
    ada = User.objects.create_user("ada", password="correct horse")
    client.force_login(ada)
    auth_hash = client.session["_auth_user_hash"]
    key_of_another = str(other.session.session_key)
    experiment_views.ALLOWANCE.runs = 99
    for address, sent in [*((f"/engine/drills/{slug}/", {}) for slug in DRILLS), (SETTINGS, FORM)]:
        response = client.post(address, sent)
        assert response.status_code == 200
        page = response.content.decode()
        for secret in (settings.SECRET_KEY, ada.password, auth_hash, key_of_another):
            assert secret not in page
        assert str(client.session.session_key) not in page


# --- The page ----------------------------------------------------------------------------------


def test_the_page_asks_first_and_keeps_nothing(client: Client) -> None:
    page = client.get(PAGE)
    assert b"What do you think happens?" in page.content
    assert b"You were right" not in page.content
    assert not page.cookies.get(settings.SESSION_COOKIE_NAME)


def test_what_was_said_stands_beside_what_happened(client: Client) -> None:
    response = client.post(PAGE, {"engine": [DB, CACHE, "nothing"]})
    assert response.context["predicted"] == [DB, CACHE]
    assert b"You were right about 1 of 5" in response.content
    assert response.content.count(b" checked") == 2


def test_with_htmx_only_the_outcome_is_sent(client: Client) -> None:
    response = client.post(PAGE, {"engine": [DB]}, headers={"HX-Request": "true"})
    assert response.content.strip().startswith(b'<section id="outcome"')
    assert "HX-Request" in response["Vary"]


def test_an_unknown_drill_is_not_found(client: Client) -> None:
    assert client.get("/engine/drills/earthquake/").status_code == 404


def test_too_many_drills_are_told_to_wait(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(experiment_views, "ALLOWANCE", allowance.Allowance(runs=1))
    assert client.post(PAGE).status_code == 200
    refused = client.post(PAGE)
    assert refused.status_code == 429
    assert b"Try it again in" in refused.content


@pytest.mark.parametrize("page", [PAGE, SETTINGS])
def test_staff_can_turn_it_off(page: str, client: Client) -> None:
    LabSettings.objects.update_or_create(pk=1, defaults={"is_open": False})
    sent = {"engine": DB, "SESSION_COOKIE_AGE": 60, "SESSION_COOKIE_SAMESITE": "Lax"}
    flags = dict.fromkeys(
        ["SESSION_EXPIRE_AT_BROWSER_CLOSE", "SESSION_SAVE_EVERY_REQUEST"], "False"
    )
    assert client.post(page, sent | flags).status_code == 503


# --- Settings ----------------------------------------------------------------------------------


def kept(**chosen: Any) -> list[Any]:
    """How long browser and server keep it, without and with a visit half-way."""
    findings = run_experiment("cookie-settings", SESSION_COOKIE_AGE=1000, **chosen).findings
    names = ("browser_keeps", "server_keeps")
    return [findings[name + end] for end in ("", "_after_a_visit") for name in names]


@pytest.mark.parametrize("engine", [DB, CACHE, CACHED, FILE])
def test_both_sides_end_it_at_the_age(engine: str) -> None:
    assert kept(engine=engine) == [1000, 1000, 1000, 1000]


def test_a_signed_cookie_is_good_in_its_last_second() -> None:
    """`django.core.signing`: it is too old when its age is over `max_age`, not at it."""
    assert kept(engine=SIGNED) == [1000, 1001, 1000, 1001]


def test_a_cookie_without_an_age_ends_with_the_browser_and_not_at_the_server() -> None:
    assert kept(SESSION_EXPIRE_AT_BROWSER_CLOSE=True) == [None, 1000, None, 1000]


@pytest.mark.parametrize("engine", [DB, CACHE, CACHED, FILE])
def test_saving_at_every_request_moves_both_ends(engine: str) -> None:
    assert kept(engine=engine, SESSION_SAVE_EVERY_REQUEST=True) == [1000, 1000, 1500, 1500]


@pytest.mark.parametrize(
    ("samesite", "sent"),
    [("Lax", "SameSite=Lax"), ("Strict", "SameSite=Strict"), ("None", "SameSite=None")],
)
def test_the_header_is_as_the_setting_says(samesite: str, sent: str) -> None:
    findings = run_experiment("cookie-settings", SESSION_COOKIE_SAMESITE=samesite).findings
    assert sent in str(findings["set_cookie"])


def test_without_samesite_the_header_has_none() -> None:
    findings = run_experiment("cookie-settings", SESSION_COOKIE_SAMESITE=False).findings
    assert "SameSite" not in str(findings["set_cookie"])


FORM = {
    "engine": DB,
    "SESSION_COOKIE_AGE": "86400",
    "SESSION_EXPIRE_AT_BROWSER_CLOSE": "True",
    "SESSION_SAVE_EVERY_REQUEST": "True",
    "SESSION_COOKIE_SAMESITE": "Strict",
}


def test_the_settings_page_shows_the_header_and_the_bars(client: Client) -> None:
    response = client.post(SETTINGS, FORM)
    bars = response.context["timeline"]
    assert [(bar.width, bar.end, bar.open) for bar in bars] == [
        (100, "until the browser closes", True),
        (67, "after 1 d", False),
        (100, "until the browser closes", True),
        (100, "after 1 d 12 h", False),
    ]
    assert b"SameSite=Strict" in response.content
    assert b"until the browser closes" in response.content


def test_a_bad_value_is_told_and_the_others_stay(client: Client) -> None:
    response = client.post(SETTINGS, FORM | {"SESSION_COOKIE_AGE": "soon"})
    assert response.status_code == 422
    assert "SESSION_COOKIE_AGE: Enter a whole number." in response.context["refusal"]
    assert b'value="soon"' in response.content
    assert b'<option value="Strict" selected' in response.content
