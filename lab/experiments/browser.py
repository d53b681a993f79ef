"""A browser as far as sessions need one: it keeps cookies, and drops them by the rules.

Ages and ends: RFC 6265, section 5.3. The limit of 4,096 bytes for a cookie's name and value
together is that of RFC 6265bis, section 5.7, which Chromium keeps to: a longer one is ignored.
"""

from dataclasses import dataclass
from http.cookies import Morsel
from typing import TYPE_CHECKING
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse

from lab.experiments.clock import Clock
from lab.experiments.result import Exchange
from lab.experiments.text import shortened_cookie
from lab.experiments.views import View, read

if TYPE_CHECKING:
    from lab.experiments.lab import Lab

LIMIT = 4_096


@dataclass(frozen=True)
class Cookie:
    """`until`: when the browser drops it; None for when it closes."""

    value: str
    until: float | None = None


class Browser:
    """Opens pages of the lab's site. `jar`: its cookies by name."""

    def __init__(self, lab: "Lab", who: str = "browser", *, recorded: bool = True) -> None:
        self.lab = lab
        self.who = who
        self.recorded = recorded
        self.jar: dict[str, Cookie] = {}

    @property
    def cookie(self) -> str:
        """The value of the session's cookie, or nothing."""
        kept = self.jar.get(settings.SESSION_COOKIE_NAME)
        return kept.value if kept else ""

    @cookie.setter
    def cookie(self, value: str) -> None:
        self.jar[settings.SESSION_COOKIE_NAME] = Cookie(value)

    def copy(self, who: str = "a copy of the cookie") -> "Browser":
        """Another one with the same cookie, which it keeps whatever its age: the server decides."""
        other = Browser(self.lab, who, recorded=self.recorded)
        if self.cookie:
            other.cookie = self.cookie
        return other

    def known_to_the_server(self) -> str | None:
        """What the server makes of the cookie, even where the browser would have dropped it."""
        return self.copy(f"{self.who}, cookie kept").open(read).sees

    def close(self) -> None:
        """Close and open again. No message reaches the server."""
        self.jar = {name: one for name, one in self.jar.items() if one.until is not None}

    def open(self, view: View) -> Exchange:
        """Send a GET for this view's page, with the cookies that are still good."""
        jar = self.jar = unexpired(self.jar, self.lab.clock)
        sent = "; ".join(f"{name}={one.value}" for name, one in jar.items())
        request = get(f"/{view.__name__}/", sent)
        response, error, queries = self.lab.answer(request, view)
        self.take(response)
        exchange = Exchange(
            at=self.lab.clock.at,
            who=self.who,
            request=f"GET {request.path}",
            cookie=shortened_cookie(sent),
            status=response.status_code,
            error=told(error, self.lab) if error else "",
            set_cookie="\n".join(
                shortened_cookie(one.OutputString()) for one in response.cookies.values()
            ),
            set_cookie_bytes=sum(map(size, response.cookies.values())),
            vary=response.get("Vary", ""),
            body="" if error else response.text,
            queries=queries,
        )
        if self.recorded:
            self.lab.exchanges.append(exchange)
        return exchange

    def take(self, response: HttpResponse) -> None:
        """Do as the `Set-Cookie` headers say."""
        for name, morsel in response.cookies.items():
            if morsel["max-age"] == 0:
                self.jar.pop(name, None)
            elif size(morsel) <= LIMIT:
                age = morsel["max-age"]
                until = None if age == "" else self.lab.clock.now + age
                self.jar[name] = Cookie(morsel.value, until)


def told(error: Exception, lab: "Lab") -> str:
    """The exception's name and message, without the place of this run on the machine."""
    return f"{type(error).__name__}: {error}".replace(str(lab.folder.parent), "…")


def size(cookie: Morsel[str]) -> int:
    """What the limit is about."""
    return len(cookie.key) + len(cookie.value)


def unexpired(jar: dict[str, Cookie], clock: Clock) -> dict[str, Cookie]:
    return {name: one for name, one in jar.items() if one.until is None or clock.now < one.until}


def get(path: str, cookies: str) -> WSGIRequest:
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "HTTP_COOKIE": cookies}
    setup_testing_defaults(environ)
    return WSGIRequest(environ)
