"""Letting one visit happen, and noting what does."""

import json
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from django.conf import settings
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse

from engines.engine import Engine
from engines.meter import Meter
from engines.outage import StillSilent
from engines.storage_inspector import shorten_key
from lab.tracing.steps import BROWSER, MIDDLEWARE, STORE, VIEW, Step
from lab.tracing.visits import View, Visit


class Recorder:
    """A step lasts until the next begins; its values are those at its end.

    `cookie`: what the browser has. `keys`: gets every key that the session has on the way.
    """

    def __init__(self, engine: Engine, visit: Visit, cookie: str, keys: set[str]) -> None:
        self.engine, self.visit, self.cookie, self.keys = engine, visit, cookie, keys
        self.steps: list[Step] = []
        self.calls: list[str] = []  # of the store, those that have not returned
        self.returned = True  # whether the newest call of the store has
        self.session: Any = None

    def run(self) -> None:
        """Raises one of `store_errors()` where the store does not answer."""
        request, name = HttpRequest(), settings.SESSION_COOKIE_NAME
        request.method, request.path = "GET", self.visit.path
        request.COOKIES = {name: self.cookie} if self.cookie else {}
        sent = [f"Cookie: {name}={self.short(self.cookie)}"] if self.cookie else []
        self.begin(BROWSER, "sends the request", wire=[f"GET {self.visit.path}", *sent])
        response: Any = RecordedMiddleware(self.watched(), self)(request)
        if self.session.conditions.outage:
            raise StillSilent
        self.begin(BROWSER, "gets the response", wire=self.headers(response))
        if morsel := response.cookies.get(name):
            self.cookie = morsel.value
        self.end()

    def headers(self, response: HttpResponse) -> list[str]:
        """The status line, and the headers that the session has to do with."""
        vary = response.headers.get("Vary")
        return [
            f"HTTP/1.1 {response.status_code} {response.reason_phrase}",
            *([f"Vary: {vary}"] if vary else []),
            *map(self.set_cookie, response.cookies.values()),
        ]

    def set_cookie(self, morsel: Any) -> str:
        line, value = morsel.OutputString(), morsel.value
        return f"Set-Cookie: {line.replace(value, self.short(value), 1) if value else line}"

    def short(self, value: str) -> str:
        """A key or cookie, shortened; of a signed one also its end, which a change shows in."""
        return shorten_key(value) + (value[-4:] if ":" in value else "")

    # Steps

    def begin(self, place: str, call: str, **more: Any) -> None:
        self.end()
        self.steps.append(Step(place, call, **more))

    def end(self) -> None:
        """The newest step is over: note the values."""
        if not self.steps:
            return
        step, session = self.steps[-1], self.session
        step.cookie = self.short(self.cookie)
        if session is None:
            return
        if session.session_key and not self.engine.in_cookie:
            self.keys.add(session.session_key)
            step.key = shorten_key(session.session_key)
        step.accessed, step.modified = session.accessed, session.modified
        data = getattr(session, "_session_cache", None)  # a look that is no access
        step.data = "" if data is None else json.dumps(data)

    # The store

    @contextmanager
    def call(self, name: str) -> Iterator[None]:
        """A call of the store. One that does nothing but call another is one step with it."""
        self.calls.append(name)
        path = " → ".join(self.calls)
        if self.returned or self.steps[-1].commands:
            self.begin(STORE, path)
        else:
            self.steps[-1].call = path
        self.returned = False
        try:
            yield
        finally:
            self.returned = True
            self.calls.pop()

    def command(self, text: str) -> None:
        """The store is asked; after a call within the call, that is a step of its own."""
        if self.returned:
            self.begin(STORE, " → ".join(self.calls))
            self.returned = False
        self.steps[-1].commands.append(text)

    # The view

    def watched(self) -> View:
        """The view, with a step before each of its lines."""
        view, source = self.visit.view, self.visit.source
        code = view.__code__

        def note(frame: FrameType, event: str, arg: Any) -> Any:
            if frame.f_code is not code:
                return None
            if event == "line":
                line = frame.f_lineno - code.co_firstlineno
                self.begin(VIEW, source[line].strip(), line=line)
            return note

        def get_response(request: HttpRequest) -> HttpResponse:
            before = sys.gettrace()
            sys.settrace(note)
            try:
                return view(request)
            finally:
                sys.settrace(before)

        return get_response


class RecordedMiddleware(SessionMiddleware):
    """Django's, with a step before each of its two parts."""

    def __init__(
        self, get_response: Callable[[HttpRequest], HttpResponse], recorder: Recorder
    ) -> None:
        super().__init__(get_response)
        self.recorder = recorder
        self.SessionStore = recorded_store(recorder)

    def process_request(self, request: Any) -> None:
        self.recorder.begin(MIDDLEWARE, "process_request()")
        super().process_request(request)
        self.recorder.session = request.session

    def process_response(self, request: Any, response: HttpResponse) -> HttpResponse:
        self.recorder.begin(MIDDLEWARE, "process_response()")
        response = super().process_response(request, response)
        for morsel in response.cookies.values():
            name = "delete_cookie()" if morsel["max-age"] == 0 else "set_cookie()"
            wire = [self.recorder.set_cookie(morsel)]
            self.recorder.begin(MIDDLEWARE, f"response.{name}", wire=wire)
        return response


def recorded_store(recorder: Recorder) -> Any:
    """The engine's `SessionStore`, whose calls and commands are recorded.

    The name is part of what Django signs a session with, so it stays.
    """
    return type("SessionStore", (Recorded, recorder.engine.store), {"recorder": recorder})


# Mixed in before a store, whose methods `super()` finds; a type checker sees none.
Base: Any = object


class Recorded(Base):
    """Mixed in before an engine's store."""

    recorder: Recorder
    subject = ""  # the key that is being deleted

    def __init__(self, session_key: str | None = None) -> None:
        super().__init__(session_key)
        self.meter = RecordedMeter(self)

    def load(self) -> dict[str, Any]:
        with self.recorder.call("load()"):
            data: dict[str, Any] = super().load()
            return data

    def create(self) -> None:
        with self.recorder.call("create()"):
            super().create()

    def save(self, must_create: bool = False) -> None:
        with self.recorder.call("save(must_create=True)" if must_create else "save()"):
            super().save(must_create)

    def delete(self, session_key: str | None = None) -> None:
        self.subject = session_key or ""
        with self.recorder.call("delete()"):
            super().delete(session_key)
        self.subject = ""

    def cycle_key(self) -> None:
        with self.recorder.call("cycle_key()"):
            super().cycle_key()

    def flush(self) -> None:
        with self.recorder.call("flush()"):
            super().flush()

    def asked(self, command: str) -> None:
        """A command to a cache or a disk, with what it is about."""
        name = shorten_key(self.subject or self.session_key or "")
        told = {
            "Set-Cookie": "Set-Cookie",
            "file": f"file {settings.SESSION_COOKIE_NAME}{name}",
        }
        self.recorder.command(told.get(command, f"{command} {name}"))


class RecordedMeter(Meter):
    """The meter, with the words of what it counts."""

    def __init__(self, session: Recorded) -> None:
        super().__init__()
        self.session, self.sql = session, ""

    def count(self, command: str) -> None:
        super().count(command)
        if self.running is None:
            return
        if self.sql:
            self.session.recorder.command(plain(self.sql))
        else:
            self.session.asked(command)

    def watch_sql(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.sql = sql
        try:
            return super().watch_sql(execute, sql, params, many, context)
        finally:
            self.sql = ""


def plain(sql: str) -> str:
    """SQL as a person would write it: no needless quotes and names. Values stay `%s`."""
    bare = sql.replace('"django_session".', "").replace('"', "")
    return re.sub(r"\b(\w+) AS \1\b", r"\1", bare)
