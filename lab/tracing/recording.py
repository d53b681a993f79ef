"""One visit through Django's middleware, recorded."""

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

from django.conf import settings
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse

from engines.engine import Engine
from engines.outage import StillSilent
from lab.tracing.recorded_store import recorded_store
from lab.tracing.recorder import Recorder
from lab.tracing.steps import BROWSER, MIDDLEWARE, VIEW
from lab.tracing.visits import View, Visit


def record_request(engine: Engine, visit: Visit, cookie: str, keys: set[str]) -> Recorder:
    """Make the request of this visit, and return what was recorded of it.

    `cookie`: what the browser has. `keys`: gets every key that the session has on the way.
    Raises one of `store_errors()` where the store does not answer.
    """
    recorder = Recorder(engine, cookie, keys)
    request, name = HttpRequest(), settings.SESSION_COOKIE_NAME
    request.method, request.path = "GET", visit.path
    request.COOKIES = {name: cookie} if cookie else {}
    sent = [f"Cookie: {name}={recorder.short(cookie)}"] if cookie else []
    recorder.begin(BROWSER, "sends the request", wire=[f"GET {visit.path}", *sent])
    response: Any = RecordedMiddleware(recorded_view(visit, recorder), recorder)(request)
    if recorder.session.conditions.outage:
        raise StillSilent
    recorder.begin(BROWSER, "gets the response", wire=session_headers(response, recorder))
    if morsel := response.cookies.get(name):
        recorder.cookie = morsel.value
    recorder.end()
    return recorder


def session_headers(response: HttpResponse, recorder: Recorder) -> list[str]:
    """The status line, and the headers that the session has to do with."""
    vary = response.headers.get("Vary")
    return [
        f"HTTP/1.1 {response.status_code} {response.reason_phrase}",
        *([f"Vary: {vary}"] if vary else []),
        *map(recorder.set_cookie, response.cookies.values()),
    ]


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


def recorded_view(visit: Visit, recorder: Recorder) -> View:
    """The view, with a step before each of its lines."""
    view, source = visit.view, visit.source
    code = view.__code__

    def note(frame: FrameType, event: str, arg: Any) -> Any:
        if frame.f_code is not code:
            return None
        if event == "line":
            line = frame.f_lineno - code.co_firstlineno
            recorder.begin(VIEW, source[line].strip(), line=line)
        return note

    def get_response(request: HttpRequest) -> HttpResponse:
        before = sys.gettrace()
        sys.settrace(note)
        try:
            return view(request)
        finally:
            sys.settrace(before)

    return get_response
