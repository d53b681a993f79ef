"""Signing in: the learner's progress comes along."""

from django.conf import settings
from django.test import Client

from tests.learner import answer, progress_in
from tests.signing_in import make_instructor, sign_in


def test_signing_in_changes_the_key_and_keeps_the_progress(alice: Client) -> None:
    make_instructor()
    answer(alice, "login")
    key, before = alice.cookies[settings.SESSION_COOKIE_NAME].value, progress_in(alice)
    assert sign_in(alice).status_code == 302
    assert alice.cookies[settings.SESSION_COOKIE_NAME].value != key
    assert progress_in(alice) == before


def test_a_staff_session_leaves_its_signed_cookie_at_sign_in(alice: Client) -> None:
    make_instructor()
    answer(alice, "login")
    alice.post("/engine/switch/", {"engine": "signed_cookies"})
    before = progress_in(alice)
    assert sign_in(alice).status_code == 302
    assert alice.session.engine.name == "db"
    assert alice.get("/admin/").status_code == 200
    assert progress_in(alice) == before


def test_the_sign_in_proof_is_masked_in_the_lab(instructor: Client) -> None:
    proof = instructor.session["_auth_user_hash"]
    html = instructor.get("/engine/").content.decode()
    assert "(masked)" in html
    assert proof not in html
    assert instructor.cookies[settings.SESSION_COOKIE_NAME].value not in html
