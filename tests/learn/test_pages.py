"""Every page answers, and an address that leads nowhere leads home."""

import re
from unittest.mock import patch

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.course import LESSON
from tests.learner import answer

pytestmark = pytest.mark.quick

PAGES = ["/", "/learn/django-sessions/", "/progress/", "/engine/", "/healthz/", "/readyz/"]
MODES = [
    f"{LESSON}{mode}/" for mode in ("why", "concept", "deep", "performance", "debug", "practice")
]


@pytest.mark.parametrize("address", PAGES + MODES)
def test_a_page_answers_a_visitor_without_an_account(alice: Client, address: str) -> None:
    assert alice.get(address).status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/nowhere/",
        "/learn/nowhere/",
        "/learn/django-sessions/nowhere/",
        f"{LESSON}nowhere/",
        "/learn/django-sessions/expiry/debug/",
        f"{LESSON}why/nowhere/",
        "/learn/../../etc/passwd",
        "/learn/%00/",
    ],
)
def test_an_address_that_leads_nowhere_leads_home(alice: Client, address: str) -> None:
    response = alice.get(address)
    assert response.status_code == 404
    html = response.content.decode()
    assert '<a class="button primary" href="/">' in html
    assert "Your session and your progress are as they were" in html


@pytest.mark.parametrize("name", ["answers", "hints", "steps", "sittings", "readings"])
def test_a_post_to_a_lesson_that_is_not_there_is_a_404(alice: Client, name: str) -> None:
    for place in ("nowhere/configuration/why", "django-sessions/nowhere/why"):
        assert alice.post(f"/learn/{place}/{name}/").status_code == 404
    assert alice.post(f"{LESSON}nowhere/{name}/").status_code == 404


@pytest.mark.parametrize("address", PAGES[:4] + MODES)
def test_a_page_is_strict_about_what_may_run(alice: Client, address: str) -> None:
    response = alice.get(address)
    policy = response["Content-Security-Policy"]
    nonce = re.search(r"'nonce-([^']+)'", policy)
    assert nonce
    assert "unsafe" not in policy
    html = response.content.decode()
    scripts = re.findall(r"<script[^>]*>", html)
    assert scripts
    assert all(f'nonce="{nonce[1]}"' in script for script in scripts)
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=", html)
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("address", MODES)
def test_a_page_and_its_fragment_are_not_mixed_up_by_a_cache(alice: Client, address: str) -> None:
    assert "HX-Request" in alice.get(address)["Vary"]
    assert "Cookie" in alice.get(address)["Vary"]


def test_a_lesson_page_asks_the_database_for_the_session_alone(alice: Client) -> None:
    answer(alice, "remember")
    alice.get(f"{LESSON}why/")
    with CaptureQueriesContext(connection) as log:
        alice.get(f"{LESSON}why/")
    tables = [re.findall(r'FROM "(\w+)"', query["sql"])[0] for query in log]
    assert tables == ["django_session"]


def test_without_a_course_the_home_page_says_how_to_load_one(client: Client, db: None) -> None:
    assert "manage.py loadcourse fixtures/django-sessions" in client.get("/").content.decode()


def test_the_probes_answer_under_any_host_and_without_tls(client: Client, db: None) -> None:
    for probe in ("/healthz/", "/readyz/"):
        response = client.get(probe, headers={"Host": "10.0.0.7"})
        assert response.status_code == 200
        assert "Set-Cookie" not in response.headers


def test_not_ready_is_a_503_that_names_the_store(client: Client, db: None) -> None:
    with patch("config.health.cache.set", side_effect=ConnectionError("down")):
        response = client.get("/readyz/")
    assert response.status_code == 503
    assert response.json() == {"database": True, "cache": False}


def test_a_page_that_breaks_gives_the_plain_error_page(alice: Client) -> None:
    alice.raise_request_exception = False
    with patch("learn.catalogue.all_courses", side_effect=RuntimeError("boom")):
        response = alice.get("/")
    assert response.status_code == 500
    assert "Answers you sent before are kept" in response.content.decode()
    assert "boom" not in response.content.decode()
