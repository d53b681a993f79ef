"""Requests that can't be answered get a page that says why, whatever is wrong with them.

They go to the WSGI application as a server hands them over, since `Client` makes its own requests.
"""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client, override_settings

from config.error_pages import REFUSALS
from tests.fuzz.wire import InProcess, Reply, Sent, site_in_process

URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=x"
ANSWERS = "/learn/django-sessions/configuration/practice/answers/"


@pytest.fixture
def site(course: None) -> Iterator[InProcess]:
    with site_in_process() as site:
        yield site


def post(site: InProcess, kind: str, body: bytes, target: str = "/engine/switch/") -> Reply:
    """With a token in the cookie, so that Django looks for the same in the form."""
    return site.send(Sent("POST", target, {"Content-Type": kind}, {"csrftoken": "x" * 32}, body))


CHARSETS = ("utf-7", "utf-16", "idna", "rot13", "hex", "none", "\xe4", "")
TARGETS = ("/", "/nowhere/", ANSWERS, "/admin/login/", "/?x=%ff&y=%00")


@pytest.mark.parametrize("charset", CHARSETS)
@pytest.mark.parametrize("kind", [URLENCODED, MULTIPART, ""])
def test_a_form_in_any_charset_is_read_as_utf_8(site: InProcess, charset: str, kind: str) -> None:
    for target in TARGETS:
        reply = post(site, f"{kind}; charset={charset}", b"--x--\r\n", target)
        assert reply.status in (400, 403, 404, 405)
        got = site.send(Sent("GET", target, {"Content-Type": f"{kind}; charset={charset}"}))
        assert got.status in (200, 404, 405)
        assert not reply.log + got.log


@pytest.mark.parametrize(
    "kind", ["multipart/form-data", "multipart/form-data; boundary=\xe4", MULTIPART, "/;" * 9_000]
)
@pytest.mark.parametrize("target", ["/engine/switch/", "/nowhere/", "/progress/restores/", ANSWERS])
def test_a_form_that_is_broken_gets_a_page_that_says_so(
    site: InProcess, kind: str, target: str
) -> None:
    reply = post(site, kind, b"--y\r\nrubbish", target)
    assert reply.status in (400, 403, 404)
    assert reply.status != 400 or "did not arrive whole" in reply.text
    assert not reply.log


def test_a_broken_form_from_a_foreign_page_gets_the_page_for_lost_tokens(site: InProcess) -> None:
    sent = Sent("POST", "/engine/switch/", {"Content-Type": "multipart/form-data; boundary="})
    reply = site.send(sent.with_headers(Origin="https://elsewhere.example"))
    assert reply.status == 403
    assert "Please send it again" in reply.text


def test_a_form_that_is_too_large_says_how_much_is_taken(site: InProcess) -> None:
    large = post(site, URLENCODED, b"a=" + b"x" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
    assert large.status == 413
    assert "more than 2.6 MB of text" in large.text
    many = post(site, URLENCODED, b"&".join(b"a=b" for _ in range(1_001)))
    assert many.status == 400
    assert "far more fields" in many.text


def test_a_host_that_is_not_ours_is_one_line_in_the_log(
    site: InProcess,
) -> None:
    reply = site.send(Sent("GET", "/", {"Host": "evil.example"}))
    assert reply.status == 400
    assert "ALLOWED_HOSTS" in reply.text
    assert "evil.example" in reply.log
    assert "Traceback" not in reply.log


def test_each_refusal_says_what_to_do_in_a_sentence() -> None:
    assert {status for status, _ in REFUSALS.values()} == {400, 413}
    assert all(words.endswith(".") for _, words in REFUSALS.values())


def test_who_may_not_open_a_page_reads_why(course: None, django_user_model: type) -> None:
    client = Client()
    client.force_login(
        django_user_model.objects.create(username="sam", is_staff=True),  # type: ignore[attr-defined]
        backend="django.contrib.auth.backends.ModelBackend",
    )
    page = client.get("/admin/learn/course/")
    assert page.status_code == 403
    assert "Your account has no permission for it." in page.content.decode()


def test_the_page_for_our_own_errors_needs_nothing(site: InProcess) -> None:
    with (
        override_settings(TEMPLATES=[]),
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr("learn.views.progress_of", lambda request: 1 / 0)
        patch.setattr("engines.middleware.SessionStore", lambda key: 1 / 0)
        reply = site.send(Sent("GET", "/"))
    assert reply.status == 500
    assert "Something broke on our side" in reply.text
