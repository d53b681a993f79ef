"""A small site with Django's own session middleware and stores, made for one experiment.

It takes the whole process: settings, clock, database, cache. Only the worker makes one.
"""

import secrets
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any, cast

import django
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.file import SessionStore as FileStore
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.cache import cache, caches
from django.core.handlers.exception import convert_exception_to_response
from django.db import connection
from django.http import HttpRequest, HttpResponse

from lab.experiments.browser import Browser
from lab.experiments.clock import Clock
from lab.experiments.holdings import few, held
from lab.experiments.result import Exchange, Held
from lab.experiments.views import View

# Statements that open and close a transaction are not counted.
COUNTED = {"SELECT", "INSERT", "UPDATE", "DELETE"}
APPS = ("django.contrib.contenttypes", "django.contrib.auth", "django.contrib.sessions")


class Lab:
    """What an experiment works with: browsers, a clock, and looks into the store.

    `installed`: whether the sessions app, and the others, are in `INSTALLED_APPS`.
    """

    def __init__(
        self, folder: Path, engine: str, chosen: dict[str, Any], *, installed: bool = True
    ) -> None:
        self.without = ""  # the name of a middleware that the server lacks
        self.folder = folder / "sessions"
        self.folder.mkdir()
        self.clock = Clock()
        self.exchanges: list[Exchange] = []
        self.store: list[Held] = []
        configure(self.folder, engine, APPS if installed else (), chosen)
        self.clock.rule()
        make_tables()
        # Only to look with. It is made now: with a bad folder, none can be made.
        self.a_store = new_store()

    @property
    def engine(self) -> str:
        return str(settings.SESSION_ENGINE).rpartition(".")[2]

    def change(self, setting: str, value: Any) -> None:
        """Start the server again with another value of a setting."""
        setattr(settings, setting, value)
        self.restart()
        self.a_store = new_store()

    def browser(self, who: str = "browser", *, recorded: bool = True) -> Browser:
        return Browser(self, who, recorded=recorded)

    def holds(self) -> list[str]:
        """All rows, entries and files of sessions."""
        return held(self.engine, self.a_store)

    def look(self, after: str) -> None:
        """Record what the store holds after this step."""
        self.store.append(Held(after, few(self.holds())))

    def restart(self) -> None:
        """Start the server again. The `file` engine knows its folder for as long as it runs."""
        if "_storage_path" in vars(FileStore):
            del FileStore._storage_path  # type: ignore[attr-defined]

    def use_cache(self, **config: Any) -> None:
        """Start the server again with another cache."""
        settings.CACHES["default"] |= config
        caches["default"] = caches.create_connection("default")
        self.a_store = new_store()

    def empty_the_cache(self) -> None:
        cache.clear()

    def ada(self) -> Any:
        """A user who can sign in."""
        from django.contrib.auth.models import User  # needs the apps

        return User.objects.create(username="ada", password="!")  # noqa: S106

    def answer(
        self, request: HttpRequest, view: View
    ) -> tuple[HttpResponse, Exception | None, list[str]]:
        """What the server says, what was raised on the way, and the SQL it took."""
        errors: list[Exception] = []
        queries: list[str] = []

        def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            queries.append(sql.split(None, 1)[0])
            return execute(sql, params, many, context)

        with connection.execute_wrapper(note):
            response = server(view, errors, self.without)(request)
        error = errors[0] if errors else None
        return response, error, [word for word in queries if word in COUNTED]


def new_store() -> SessionBase:
    store: SessionBase = import_module(settings.SESSION_ENGINE).SessionStore()
    return store


def server(view: View, errors: list[Exception], without: str = "") -> View:
    """The view behind Django's middleware; each layer turns exceptions into Django's answers."""

    def layer(inner: View) -> View:
        def noting(request: HttpRequest) -> HttpResponse:
            try:
                return inner(request)
            except Exception as error:
                errors.append(error)
                raise

        converted: Any = convert_exception_to_response(noting)
        return cast(View, converted)

    # A middleware imports its engine when it is made.
    def with_sessions(request: HttpRequest) -> Any:
        inner: Any = layer(view)
        if without != "AuthenticationMiddleware":
            inner = signed_in(inner)
        if without != "SessionMiddleware":
            inner = SessionMiddleware(inner)
        return inner(request)

    return layer(with_sessions)


def signed_in(view: View) -> View:
    """Behind the middleware that sets `request.user`, where the site has users."""
    if not settings.INSTALLED_APPS:
        return view
    from django.contrib.auth.middleware import AuthenticationMiddleware  # needs the apps

    middleware: Callable[[HttpRequest], Any] = AuthenticationMiddleware(view)
    return middleware


def configure(folder: Path, engine: str, apps: tuple[str, ...], chosen: dict[str, Any]) -> None:
    """Settings for this process: Django's defaults, places of its own, and what was chosen."""
    settings.configure(
        SECRET_KEY=secrets.token_hex(32),
        INSTALLED_APPS=apps,
        SESSION_FILE_PATH=str(folder),
        CACHES={"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        ROOT_URLCONF=(),
        LOGGING_CONFIG=None,
        TIME_ZONE="UTC",
        **({"SESSION_ENGINE": f"django.contrib.sessions.backends.{engine}"} if engine else {}),
        **chosen,
    )
    django.setup()


def make_tables() -> None:
    with connection.schema_editor() as editor:
        for model in django.apps.apps.get_models():
            editor.create_model(model)
