"""A small site with Django's own session middleware and stores, made for one experiment.

It takes the whole process: settings, clock, database, cache. Only the worker makes one.
"""

import secrets
from importlib import import_module
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.file import SessionStore as FileStore
from django.core.cache import cache, caches
from django.db import connection

from lab.experiments.result import StoreState
from lab.experiments.sandbox.browser import Browser
from lab.experiments.sandbox.clock import Clock
from lab.experiments.sandbox.server import Server
from lab.experiments.sandbox.store_contents import first_lines, store_contents

APPS = ("django.contrib.contenttypes", "django.contrib.auth", "django.contrib.sessions")


class Sandbox:
    """What an experiment works with: browsers, a server, a clock, and looks into the store.

    `installed`: whether the sessions app, and the others, are in `INSTALLED_APPS`.
    """

    def __init__(
        self, folder: Path, engine: str, chosen: dict[str, Any], *, installed: bool = True
    ) -> None:
        self.folder = folder / "sessions"
        self.folder.mkdir()
        self.clock = Clock()
        self.server = Server(self.folder, self.clock)
        self.states: list[StoreState] = []
        configure(self.folder, engine, APPS if installed else (), chosen)
        self.clock.rule()
        make_tables()
        # Only to look with. It is made now: with a bad folder, none can be made.
        self.a_store = new_store()

    @property
    def engine(self) -> str:
        return str(settings.SESSION_ENGINE).rpartition(".")[2]

    @property
    def statuses(self) -> list[str]:
        """The different statuses of all recorded requests."""
        return sorted({str(exchange.status) for exchange in self.server.exchanges})

    def change(self, setting: str, value: Any) -> None:
        """Start the server again with another value of a setting."""
        setattr(settings, setting, value)
        self.restart()
        self.a_store = new_store()

    def browser(self, who: str = "browser", *, recorded: bool = True) -> Browser:
        return Browser(self.server, who, recorded=recorded)

    def holds(self) -> list[str]:
        """All rows, entries and files of sessions."""
        return store_contents(self.engine, self.a_store)

    def look(self, after: str) -> None:
        """Record what the store holds after this step."""
        self.states.append(StoreState(after, first_lines(self.holds())))

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


def new_store() -> SessionBase:
    store: SessionBase = import_module(settings.SESSION_ENGINE).SessionStore()
    return store


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
