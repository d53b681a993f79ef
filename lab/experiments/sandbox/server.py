"""The server of the small site: a view behind Django's own middleware."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, cast

from django.conf import settings
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.handlers.exception import convert_exception_to_response
from django.db import connection
from django.http import HttpRequest, HttpResponse

from lab.experiments.result import Exchange
from lab.experiments.sandbox.clock import Clock
from lab.experiments.sandbox.pages import View

# Statements that open and close a transaction are not counted.
COUNTED = {"SELECT", "INSERT", "UPDATE", "DELETE"}


class Reply(NamedTuple):
    """A response, what was raised on the way, and the kinds of the SQL statements in order.

    `error`: name and message of the exception, or nothing.
    """

    response: HttpResponse
    error: str
    queries: list[str]


class Server:
    """Answers requests and remembers them.

    `exchanges`: what was recorded, in order. `without`: the name of a middleware that it lacks.
    """

    def __init__(self, folder: Path, clock: Clock) -> None:
        self.folder = folder
        self.clock = clock
        self.without = ""
        self.exchanges: list[Exchange] = []

    def respond(self, request: HttpRequest, view: View) -> Reply:
        errors: list[Exception] = []
        queries: list[str] = []

        def note_query(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            queries.append(sql.split(None, 1)[0])
            return execute(sql, params, many, context)

        with connection.execute_wrapper(note_query):
            response = behind_middleware(view, errors, self.without)(request)
        error = self.describe_error(errors[0]) if errors else ""
        return Reply(response, error, [word for word in queries if word in COUNTED])

    def describe_error(self, error: Exception) -> str:
        """The exception's name and message, without the place of this run on the machine."""
        return f"{type(error).__name__}: {error}".replace(str(self.folder.parent), "…")


def behind_middleware(view: View, errors: list[Exception], without: str) -> View:
    """The view behind Django's middleware. Each layer turns exceptions into Django's responses.

    `errors` gets the exceptions, the innermost first.
    """

    def as_layer(inner: View) -> View:
        def noting_errors(request: HttpRequest) -> HttpResponse:
            try:
                return inner(request)
            except Exception as error:
                errors.append(error)
                raise

        converted: Any = convert_exception_to_response(noting_errors)
        return cast(View, converted)

    # A middleware imports its engine when it is made, so it is made within the request.
    def with_sessions(request: HttpRequest) -> Any:
        inner: Any = as_layer(view)
        if without != "AuthenticationMiddleware":
            inner = behind_authentication(inner)
        if without != "SessionMiddleware":
            inner = SessionMiddleware(inner)
        return inner(request)

    return as_layer(with_sessions)


def behind_authentication(view: View) -> View:
    """The view behind the middleware that sets `request.user`, where the site has users."""
    if not settings.INSTALLED_APPS:
        return view
    from django.contrib.auth.middleware import AuthenticationMiddleware  # needs the apps

    middleware: Callable[[HttpRequest], Any] = AuthenticationMiddleware(view)
    return middleware
