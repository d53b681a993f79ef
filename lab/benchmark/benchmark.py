"""What a request costs in each engine, measured on this very server.

Each engine gets a throwaway session. Requests go through Django's session middleware to a view
that does nothing, reads, or reads and writes; all kinds in all engines take turns, in a new order
each round, so that whatever else the machine does hits them alike. Sessions are saved as Django
saves them, the last writer wins: what a merge costs beside that, `make bench` says.
"""

import io
import math
import random
import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from time import perf_counter
from typing import Any

from django.conf import settings
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse

from engines.engine import Engine
from engines.meter import READ, WRITE
from engines.outage import store_errors
from engines.registry import ENGINES

SECONDS = 0.8  # that the rounds may take together
MAX_ROUNDS = 300
DATA = {"at": 0, "marks": "KKA0-" * 30}  # a small session: about 200 bytes when stored

type View = Callable[[Any], HttpResponse]
type Commands = dict[str, int]


@dataclass(frozen=True)
class Times:
    """Of `count` requests, in seconds: the median, what 95 of 100 stay within, and from `low`
    to `high` the half of them in the middle."""

    count: int
    median: float
    p95: float
    low: float
    high: float


@dataclass(frozen=True)
class Cost:
    """One kind of request in one engine: its times, and the commands its store got for each."""

    engine: str
    kind: str
    times: Times
    reads: Commands
    writes: Commands

    @property
    def asked(self) -> int:
        """How many times the request went to its store. A cookie goes with the response."""
        both = chain(self.reads.items(), self.writes.items())
        return sum(number for command, number in both if command != "Set-Cookie")


@dataclass(frozen=True, eq=False)
class Measurement:
    """What one run found. `bare`: the view without any session; `silent`: gave no answer."""

    at: datetime
    bare: Times
    costs: tuple[Cost, ...]
    silent: tuple[str, ...]

    def cost(self, engine: str, kind: str) -> Cost | None:
        found = (cost for cost in self.costs if (cost.engine, cost.kind) == (engine, kind))
        return next(found, None)

    def ratio(self, cost: Cost) -> float:
        """How many times as long as the bare view."""
        return cost.times.median / self.bare.median


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest of the values that at least `percent` of 100 of them do not exceed."""
    return sorted(values)[max(0, math.ceil(len(values) * percent / 100) - 1)]


def summary(seconds: Sequence[float]) -> Times:
    return Times(
        count=len(seconds),
        median=statistics.median(seconds),
        p95=percentile(seconds, 95),
        low=percentile(seconds, 25),
        high=percentile(seconds, 75),
    )


# --- The requests -----------------------------------------------------------------------------


def touch_nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse("0")


def read_it(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(request.session.get("at")))


def write_it(request: HttpRequest) -> HttpResponse:
    at = request.session.get("at", 0) + 1
    request.session["at"] = at
    return HttpResponse(str(at))


VIEWS: dict[str, View] = {"untouched": touch_nothing, "read": read_it, "write": write_it}
# The same where each request opens its own connections, as with Django's CONN_MAX_AGE=0.
OPENED = {"read-opened": "read", "write-opened": "write"}


class Silent(Exception):
    """The store did not answer, so there is nothing to time."""


class Visitor:
    """A browser with a throwaway session in one engine. It keeps its cookie."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        # The name is part of what Django signs a session with, so it stays SessionStore.
        self.store = type("SessionStore", (engine.store,), {"merging": False})
        session = self.store()
        session.update(DATA)
        session.save()
        if session.conditions.outage:
            raise Silent
        self.cookie = str(session.session_key)
        self.answers = {kind: self.middleware(view) for kind, view in VIEWS.items()}

    def middleware(self, view: View) -> SessionMiddleware:
        made = SessionMiddleware(view)
        made.SessionStore = self.store  # which it took from the settings
        return made

    def take(self, kind: str) -> tuple[float, Any]:
        """Make one request; how long it took, and the session it was served with."""
        environ = a_request(f"{settings.SESSION_COOKIE_NAME}={self.cookie}")
        answer: Any = self.answers[OPENED.get(kind, kind)]
        if kind in OPENED:
            self.engine.close_connections()
        start = perf_counter()
        request = WSGIRequest(environ)
        response = answer(request)
        seconds = perf_counter() - start
        session: Any = request.session
        if session.conditions.outage:
            raise Silent
        if cookie := response.cookies.get(settings.SESSION_COOKIE_NAME):
            self.cookie = cookie.value
        if kind in OPENED:
            self.store().ping()  # so that the next request finds all of them open
        return seconds, session

    def leave(self) -> None:
        """Take the session out of its store."""
        if not self.engine.in_cookie:
            self.store(self.cookie).delete()


def a_request(cookie: str) -> dict[str, Any]:
    return {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": "/",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "HTTP_COOKIE": cookie,
        "wsgi.input": io.BytesIO(),
    }


def take_bare() -> float:
    environ = a_request("")
    start = perf_counter()
    touch_nothing(WSGIRequest(environ))
    return perf_counter() - start


# --- The run ----------------------------------------------------------------------------------


class Run:
    """The visitors of one measurement, and what they have found so far."""

    def __init__(self, kinds: Iterable[str]) -> None:
        self.kinds = tuple(kinds)
        self.bare: list[float] = []
        self.visitors: list[Visitor] = []
        self.silent: list[str] = []
        self.seconds: dict[tuple[str, str], list[float]] = {}
        self.sessions: dict[tuple[str, str], Any] = {}

    def begin(self, engines: Iterable[Engine]) -> None:
        for engine in engines:
            try:
                self.visitors.append(Visitor(engine))
            except store_errors(Silent):
                self.silent.append(engine.name)

    def round(self) -> None:
        """Each kind of request once in each engine, in an order of this round's own."""
        turns: list[tuple[Visitor | None, str]] = [(None, "")]
        turns += [(visitor, kind) for visitor in self.visitors for kind in self.kinds]
        random.shuffle(turns)
        for visitor, kind in turns:
            if visitor is None:
                self.bare.append(take_bare())
            elif visitor.engine.name not in self.silent:
                self.take(visitor, kind)

    def take(self, visitor: Visitor, kind: str) -> None:
        at = (visitor.engine.name, kind)
        try:
            seconds, self.sessions[at] = visitor.take(kind)
        except store_errors(Silent, SessionInterrupted):  # gone, or not to be had
            self.silent.append(visitor.engine.name)
        else:
            self.seconds.setdefault(at, []).append(seconds)

    def forget_the_times(self) -> None:
        self.bare.clear()
        self.seconds.clear()

    def end(self) -> None:
        for visitor in self.visitors:
            try:
                visitor.leave()
            except store_errors():  # its session ends by itself
                self.silent.append(visitor.engine.name)

    def found(self) -> Measurement:
        return Measurement(
            at=datetime.now(UTC),
            bare=summary(self.bare),
            costs=tuple(self.costs()),
            silent=tuple(dict.fromkeys(self.silent)),
        )

    def costs(self) -> Iterable[Cost]:
        for visitor in self.visitors:
            name = visitor.engine.name
            for kind in self.kinds:
                if name not in self.silent:
                    meter = self.sessions[name, kind].meter
                    times = summary(self.seconds[name, kind])
                    yield Cost(name, kind, times, meter.commands[READ], meter.commands[WRITE])


def always(run: Run) -> bool:
    return True


def measure(
    engines: Iterable[Engine] | None = None,
    seconds: float = SECONDS,
    kinds: Iterable[str] = VIEWS,
    going: Callable[[Run], bool] = always,
) -> Measurement:
    """Take rounds for `seconds`, at most MAX_ROUNDS, and leave nothing behind.

    `kinds`: of VIEWS and OPENED. `going` is asked before each round, and ends it with False.
    """
    run = Run(kinds)
    try:
        run.begin(ENGINES.values() if engines is None else engines)
        run.round()  # whatever is slow only the first time
        run.forget_the_times()
        until = perf_counter() + seconds
        while not run.bare or (
            perf_counter() < until and len(run.bare) < MAX_ROUNDS and going(run)
        ):
            run.round()
    finally:
        run.end()
    return run.found()
