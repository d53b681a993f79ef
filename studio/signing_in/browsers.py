"""Browsers that signed in before: each has tries of its own, whoever else guesses.

A device cookie, as OWASP describes it ("Slow down online guessing attacks with device cookies"):
it proves that this browser once sent the right password of an account. It lets nobody in.
"""

import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lab.limits.counters import digest

COOKIE, SALT = "known_browser", "studio.known-browser"
YEAR = 365 * 24 * 60 * 60  # seconds
MOST_ACCOUNTS = 5  # that one browser is remembered for, as in a staff room


def known_browser(request: HttpRequest, username: str) -> str | None:
    """The browser's random id, if this account signed in there before."""
    browser, *accounts = cookie_parts(request)
    return browser if digest(username) in accounts else None


def remember_browser(request: HttpRequest, response: HttpResponse, username: str) -> None:
    browser, *accounts = cookie_parts(request)
    account = digest(username)
    kept = [*(other for other in accounts if other != account), account][-MOST_ACCOUNTS:]
    response.set_signed_cookie(
        COOKIE,
        ".".join([browser or secrets.token_hex(8), *kept]),
        salt=SALT,
        max_age=YEAR,
        path=reverse("admin:index"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def cookie_parts(request: HttpRequest) -> list[str]:
    """The browser's id and the digests of its accounts; an empty id for a new or forged cookie."""
    value = request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=YEAR)
    return str(value).split(".")
