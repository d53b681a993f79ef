"""Signing in: throttled, and the learner's progress comes along."""

from io import StringIO
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.test import Client

from tests.learner import answer, progress_in
from tests.words import told

LOGIN = "/admin/login/?next=/admin/"


def make(users: Any) -> None:
    users.objects.create_superuser("instructor", password="the right one 42")


def sign_in(client: Client, password: str) -> Any:
    return client.post(LOGIN, {"username": "instructor", "password": password})


def test_guessing_is_stopped_after_ten_tries(alice: Client, django_user_model: Any) -> None:
    make(django_user_model)
    statuses = [sign_in(alice, f"guess {number}").status_code for number in range(10)]
    assert statuses[:9] == [200] * 9
    assert statuses[9] == 429
    page = sign_in(alice, "the right one 42")
    assert page.status_code == 429
    assert "for a quarter of an hour" in told(page)  # AXES_COOLOFF_TIME
    call_command("axes_reset_username", "instructor", stdout=StringIO())
    assert sign_in(alice, "the right one 42").status_code == 302


def test_signing_in_changes_the_key_and_keeps_the_progress(
    alice: Client, django_user_model: Any
) -> None:
    make(django_user_model)
    answer(alice, "login")
    key, before = alice.cookies[settings.SESSION_COOKIE_NAME].value, progress_in(alice)
    assert sign_in(alice, "the right one 42").status_code == 302
    assert alice.cookies[settings.SESSION_COOKIE_NAME].value != key
    assert progress_in(alice) == before


def test_a_staff_session_leaves_its_signed_cookie_at_sign_in(
    alice: Client, django_user_model: Any
) -> None:
    make(django_user_model)
    answer(alice, "login")
    alice.post("/engine/switch/", {"engine": "signed_cookies"})
    before = progress_in(alice)
    assert sign_in(alice, "the right one 42").status_code == 302
    assert alice.session.engine.name == "db"
    assert alice.get("/admin/").status_code == 200
    assert progress_in(alice) == before


def test_the_sign_in_proof_is_masked_in_the_lab(instructor: Client) -> None:
    proof = instructor.session["_auth_user_hash"]
    html = instructor.get("/engine/").content.decode()
    assert "(masked)" in html
    assert proof not in html
    assert instructor.cookies[settings.SESSION_COOKIE_NAME].value not in html
