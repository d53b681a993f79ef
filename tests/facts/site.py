"""A site in miniature: a view behind Django's own session middleware, and a browser for it.

Nothing of this project's own engines takes part. What the course says about Django is tried
on Django.
"""

from collections.abc import Callable
from typing import Any

from django.contrib.auth import login, logout
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.sessions.backends.file import SessionStore as FileStore
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.cookie import SimpleCookie
from django.test import RequestFactory

ENGINES = ("db", "cache", "cached_db", "file", "signed_cookies")
KEYED = ENGINES[:-1]  # the cookie holds a key, and the store holds the data
COOKIE = "sessionid"
LOCMEM = "django.core.cache.backends.locmem.LocMemCache"
MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"

View = Callable[[HttpRequest], HttpResponse]


class Browser:
    """Keeps cookies, and drops one when the server says so.

    It looks at no clock: a session that ends in a test has ended on the server.
    """

    def __init__(self, cookies: dict[str, str] | None = None) -> None:
        self.cookies = dict(cookies or {})

    def open(self, view: View) -> HttpResponse:
        """Send one request. An exception that comes out of the middleware is a 500."""
        request = RequestFactory().get("/")
        request.COOKIES = dict(self.cookies)
        # A middleware imports its engine when it is made, so each request makes one.
        response = SessionMiddleware(AuthenticationMiddleware(view))(request)
        for name, cookie in response.cookies.items():
            if cookie["max-age"] == 0:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = cookie.value
        return response

    def copy(self) -> "Browser":
        """Another browser with the same cookies."""
        return Browser(self.cookies)

    @property
    def key(self) -> str | None:
        return self.cookies.get(COOKIE)

    def data(self) -> dict[str, Any]:
        """The session as the next request sees it."""
        seen: dict[str, Any] = {}

        def look(request: HttpRequest) -> HttpResponse:
            seen.update(request.session.items())
            return HttpResponse()

        self.open(look)
        return seen

    def user(self) -> str:
        """Who the next request comes from; empty for nobody."""
        return self.open(who).content.decode()


def untouched(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Monday to Friday, 9 to 5")


def read(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(request.session.get("visits")))


def visit(request: HttpRequest) -> HttpResponse:
    """The view of the lesson's page "Concept"."""
    visits = request.session.get("visits", 0) + 1
    request.session["visits"] = visits
    return HttpResponse(f"Visit number {visits}")


def who(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.user.get_username())


def sign_in(user: Any) -> View:
    def view(request: HttpRequest) -> HttpResponse:
        login(request, user, MODEL_BACKEND)
        return HttpResponse()

    return view


def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return HttpResponse()


def write(**values: Any) -> View:
    """A view that sets these keys of the session."""

    def view(request: HttpRequest) -> HttpResponse:
        for key, value in values.items():
            request.session[key] = value
        return HttpResponse()

    return view


def expire_in(seconds: int | None) -> View:
    def view(request: HttpRequest) -> HttpResponse:
        request.session["visits"] = 1
        request.session.set_expiry(seconds)
        return HttpResponse()

    return view


def sent(response: HttpResponse) -> Any:
    """The session cookie that a response sets, or None."""
    cookies: SimpleCookie = response.cookies
    return cookies.get(COOKIE)


class Refusing:
    """A serializer that can do nothing: whoever uses it fails."""

    def dumps(self, obj: Any) -> bytes:
        raise AssertionError("The serializer was used.")

    def loads(self, data: bytes) -> Any:
        raise AssertionError("The serializer was used.")


def forget_the_folder() -> None:
    """The engine keeps the folder's path on its class, for as long as the process lives."""
    if "_storage_path" in vars(FileStore):
        del FileStore._storage_path
