"""A browser that speaks plain HTTP: tabs with kept connections, and one jar of cookies."""

import http.client
import re
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

PATIENCE = 20  # seconds until a learner gives up waiting
SESSION = "sessionid"
OWN = (SESSION, "csrftoken", "learner")  # the cookies that stand for one visitor
LEAVING = 12  # seconds in which a process that is to end may still answer
GATEWAY = (502, 504)  # what a proxy says where the site did not answer it


class NoReply(Exception):
    """The connection was cut, or nothing came in time. The message says which."""


@dataclass(frozen=True)
class Reply:
    status: int
    body: str
    location: str


@dataclass(frozen=True)
class Timed:
    """A request by its method and path, and the seconds until its reply was there."""

    seconds: float = 0
    request: str = ""


@dataclass
class Tally:
    """What all browsers together have seen. `silent`: a store does not answer just now.

    `emptied`: when each memory last lost all that it held. `ended_sessions`: were in one of those,
    and no cookie leads to them.
    """

    requests: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    unanswered: Counter[str] = field(default_factory=Counter)
    deleted_cookies: list[str] = field(default_factory=list)
    emptied: dict[str, float] = field(default_factory=dict)
    ended_sessions: int = 0
    server_errors: list[str] = field(default_factory=list)
    owners: dict[str, int] = field(default_factory=dict)
    foreign_cookies: list[str] = field(default_factory=list)
    slowest: dict[bool, Timed] = field(default_factory=lambda: {False: Timed(), True: Timed()})
    silent: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note_reply(self, request: str, status: int, timed: float, silent: str) -> None:
        with self.lock:
            self.statuses[status] += 1
            if status >= 500 and status != 503:
                self.server_errors.append(f"{status} {request}")
            if timed > self.slowest[bool(silent)].seconds:
                told = f"{request} ({silent})" if silent else request
                self.slowest[bool(silent)] = Timed(timed, told)

    def note_deleted(self, browser: "Browser", request: str) -> None:
        with self.lock:
            memories = map(memory_of, (browser.engine, browser.moving_to))
            last = max(self.emptied.get(memory, -LEAVING) for memory in memories)
            if browser.seen < last + LEAVING:
                self.ended_sessions += 1
                return
            who = f"{browser.learner or 'a stranger'}, browser {browser.number}, {browser.engine}"
            self.deleted_cookies.append(f"{request} of {who}")

    def note_emptied(self, memory: str) -> None:
        """From now on nothing is left in `memory`, as `memory_of` names it."""
        if memory:
            self.emptied[memory] = time.monotonic()

    def note_owner(self, cookie: str, browser: int, request: str) -> None:
        with self.lock:
            owner = self.owners.setdefault(cookie, browser)
            if owner != browser:
                self.foreign_cookies.append(f"{cookie} of browser {owner} to {browser}: {request}")

    def note_unanswered(self, why: str) -> None:
        with self.lock:
            self.unanswered[why] += 1


@dataclass
class Browser:
    """`cookies`: as they were set, by name; all tabs share them.

    `engine`: of the session, when a page was last `seen` that says so. `moving_to`: the one asked
    for since, where no reply has told whether the session is there.
    """

    url: str
    tally: Tally
    number: int = 0
    cookies: dict[str, str] = field(default_factory=dict)
    engine: str = ""
    moving_to: str = ""
    seen: float = 0

    @property
    def learner(self) -> str:
        """The id in the learner's cookie, as hex; empty for a stranger."""
        return self.cookies.get("learner", "").strip('"').partition(".")[0].replace("-", "")

    def look_at(self, body: str) -> None:
        if engine := body.partition('data-engine="')[2].partition('"')[0]:
            self.engine, self.moving_to, self.seen = engine, "", time.monotonic()

    def take(self, name: str, value: str, request: str) -> None:
        """Keep a cookie. None of those that stand for a visitor may be another browser's."""
        self.cookies[name] = value
        if name in OWN:
            self.tally.note_owner(f"{name}={value.split(':')[0]}", self.number, request)

    def keep(self, set_cookies: list[str], request: str) -> None:
        for line in set_cookies:
            name, value = line.split(";")[0].split("=", 1)
            if re.search(r"max-age=0\b|expires=thu, 01.jan.1970", line, re.IGNORECASE):
                self.cookies.pop(name, None)
                if name == SESSION:
                    self.tally.note_deleted(self, request)
            else:
                self.take(name, value, request)


def memory_of(engine: str) -> str:
    """What alone holds the sessions of an engine and may forget them: a cache, the site's process.

    Empty for an engine that keeps them elsewhere.
    """
    name, _, cache = engine.partition("@")
    return (cache or "process") if name == "cache" else ""


class Tab:
    """One kept connection of a browser."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.connection = http.client.HTTPConnection(urlsplit(browser.url).netloc, timeout=PATIENCE)

    def ask(self, method: str, path: str, fields: list[tuple[str, str]] | None = None) -> Reply:
        """The reply. A redirect is one, and is not followed. Raises NoReply."""
        kept = self.connection.sock is not None
        try:
            return self.exchange(method, path, fields)
        except (http.client.RemoteDisconnected, ConnectionError) as error:
            # As browsers do: a kept connection may have been closed since it was last used.
            self.connection.close()
            if kept:
                return self.ask(method, path, fields)
            raise self.no_reply(error) from error
        except (OSError, http.client.HTTPException) as error:
            self.connection.close()
            raise self.no_reply(error) from error

    def no_reply(self, error: Exception) -> NoReply:
        why = "time-out" if isinstance(error, TimeoutError) else "connection"
        self.browser.tally.note_unanswered(why)
        return NoReply(f"{why}: {error!r}")

    def exchange(self, method: str, path: str, fields: list[tuple[str, str]] | None) -> Reply:
        tally, silent, start = self.browser.tally, self.browser.tally.silent, time.monotonic()
        with tally.lock:
            tally.requests += 1
        cookies = "; ".join(f"{name}={value}" for name, value in dict(self.browser.cookies).items())
        headers = {"Cookie": cookies, "Referer": self.browser.url + path}
        if fields is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            self.browser.moving_to = dict(fields).get("engine", self.browser.moving_to)
        self.connection.request(method, path, urlencode(fields) if fields else None, headers)
        response = self.connection.getresponse()
        body = response.read().decode()
        if response.status in GATEWAY:
            raise self.no_reply(http.client.HTTPException(f"the proxy says {response.status}"))
        request = f"{method} {path}"
        self.browser.keep(response.headers.get_all("Set-Cookie") or [], request)
        self.browser.look_at(body)
        tally.note_reply(request, response.status, time.monotonic() - start, silent)
        return Reply(response.status, body, response.headers.get("Location") or "")
