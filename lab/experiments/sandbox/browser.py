"""A browser as far as sessions need one: it keeps cookies, and drops them by the rules.

Ages and ends: RFC 6265, section 5.3. The limit of 4,096 bytes for a cookie's name and value
together is that of RFC 6265bis, section 5.7, which Chromium keeps to: a longer one is ignored.
"""

from dataclasses import dataclass
from http.cookies import Morsel
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse

from lab.experiments.result import Exchange
from lab.experiments.sandbox.clock import Clock
from lab.experiments.sandbox.pages import View, read
from lab.experiments.sandbox.server import Reply, Server
from lab.experiments.sandbox.shortening import shorten_cookie_header

LIMIT = 4_096


@dataclass(frozen=True)
class Cookie:
    """`until`: when the browser drops it, on the clock. None: when the browser closes."""

    value: str
    until: float | None = None


class Browser:
    """Opens pages of the sandbox's site. `jar`: its cookies by name."""

    def __init__(self, server: Server, who: str = "browser", *, recorded: bool = True) -> None:
        self.server = server
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
        """Another browser with the same cookie, which it sends at any age: the server decides."""
        other = Browser(self.server, who, recorded=self.recorded)
        if self.cookie:
            other.cookie = self.cookie
        return other

    def known_to_the_server(self) -> str | None:
        """What the server makes of the cookie, even where the browser would have dropped it."""
        return self.copy(f"{self.who}, cookie kept").open(read).sees

    def close(self) -> None:
        """Close and open again. No message reaches the server."""
        self.jar = {name: cookie for name, cookie in self.jar.items() if cookie.until is not None}

    def open(self, view: View) -> Exchange:
        """Send a GET for this view's page, with the cookies that are still good."""
        self.jar = unexpired(self.jar, self.server.clock)
        sent = "; ".join(f"{name}={cookie.value}" for name, cookie in self.jar.items())
        request = get_request(f"/{view.__name__}/", sent)
        reply = self.server.respond(request, view)
        self.store_cookies(reply.response)
        exchange = self.exchange(request.path, sent, reply)
        if self.recorded:
            self.server.exchanges.append(exchange)
        return exchange

    def exchange(self, path: str, sent: str, reply: Reply) -> Exchange:
        response, cookies = reply.response, reply.response.cookies.values()
        return Exchange(
            at=self.server.clock.at,
            who=self.who,
            request=f"GET {path}",
            cookie=shorten_cookie_header(sent),
            status=response.status_code,
            error=reply.error,
            set_cookie="\n".join(
                shorten_cookie_header(morsel.OutputString()) for morsel in cookies
            ),
            set_cookie_bytes=sum(map(size_of_cookie, cookies)),
            vary=response.get("Vary", ""),
            body="" if reply.error else response.text,
            queries=reply.queries,
        )

    def store_cookies(self, response: HttpResponse) -> None:
        """Do as the `Set-Cookie` headers say."""
        for name, morsel in response.cookies.items():
            if morsel["max-age"] == 0:
                self.jar.pop(name, None)
            elif size_of_cookie(morsel) <= LIMIT:
                age = morsel["max-age"]
                until = None if age == "" else self.server.clock.now + age
                self.jar[name] = Cookie(morsel.value, until)


def size_of_cookie(cookie: Morsel[str]) -> int:
    """The bytes that the limit is about: the name and the value."""
    return len(cookie.key) + len(cookie.value)


def unexpired(jar: dict[str, Cookie], clock: Clock) -> dict[str, Cookie]:
    return {
        name: cookie
        for name, cookie in jar.items()
        if cookie.until is None or clock.now < cookie.until
    }


def get_request(path: str, cookies: str) -> WSGIRequest:
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "HTTP_COOKIE": cookies}
    setup_testing_defaults(environ)
    return WSGIRequest(environ)
