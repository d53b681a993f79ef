"""What shows when the server starts, and what only a request brings out.

Each test has a process of its own, with a Django that has only what the test names.
"""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.middleware import SessionMiddleware
from django.contrib.sessions.models import Session
from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory

from tests.facts.site import ENGINES, Browser, untouched, visit

HEAD = """
import json
from importlib import import_module

import django
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError

BACKENDS = "django.contrib.sessions.backends."
SESSIONS = "django.contrib.sessions.middleware.SessionMiddleware"
"""

WITHOUT_THE_APP = """
settings.configure(
    SECRET_KEY="a-key-for-this-process",
    SESSION_FILE_PATH=FOLDER,
    INSTALLED_APPS=[],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
)
django.setup()

def outcome(engine, action):
    store = import_module(BACKENDS + engine).SessionStore
    try:
        return action(store)
    except Exception as error:
        return f"{type(error).__name__}: {error}"

def save(store):
    session = store()
    session["visits"] = 1
    session.save()
    return store(session.session_key).get("visits")

def load(store):
    return store("a" * 32).get("visits")

found = {engine: [outcome(engine, save), outcome(engine, load)] for engine in ENGINES}
try:
    call_command("clearsessions")
    found["clearsessions"] = "ran"
except CommandError as error:
    found["clearsessions"] = str(error)
print(json.dumps(found))
"""

MISSING_FOLDER = """
from django.core.exceptions import ImproperlyConfigured
from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory

settings.configure(
    SECRET_KEY="a-key-for-this-process",
    SESSION_ENGINE=BACKENDS + "file",
    SESSION_FILE_PATH=FOLDER + "/missing",
    INSTALLED_APPS=["django.contrib.sessions"],
    MIDDLEWARE=[SESSIONS],
    ROOT_URLCONF="empty_urls",
    DEBUG_PROPAGATE_EXCEPTIONS=True,
    LOGGING_CONFIG=None,
)
import sys, types
sys.modules["empty_urls"] = types.SimpleNamespace(urlpatterns=[])
django.setup()
call_command("check")
server = WSGIHandler()
found = []
for _ in range(2):
    try:
        server(RequestFactory().get("/").environ, lambda *_: None)
    except ImproperlyConfigured as error:
        found.append(str(error))
print(json.dumps(found))
"""


def in_a_process(script: str, folder: Path) -> Any:
    names = f"FOLDER = {str(folder)!r}\nENGINES = {ENGINES!r}\n"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", HEAD + names + script],
        capture_output=True,
        text=True,
        check=False,
    )
    assert not done.stderr, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_only_db_and_cached_db_need_the_app(tmp_path: Path) -> None:
    found = in_a_process(WITHOUT_THE_APP, tmp_path)
    for engine in ("cache", "file", "signed_cookies"):
        assert found[engine] == [1, None]
    for engine in ("db", "cached_db"):
        for error in found[engine]:
            assert error.startswith("RuntimeError: Model class")
            assert "INSTALLED_APPS" in error
    assert found["clearsessions"] == "Unknown command: 'clearsessions'"


def test_a_missing_folder_is_silent_until_the_first_request(tmp_path: Path) -> None:
    found = in_a_process(MISSING_FOLDER, tmp_path)
    assert len(found) == 2
    assert all(str(tmp_path / "missing") in error for error in found)


def test_a_misspelt_engine_stops_the_start(settings: Any) -> None:
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.flie"
    settings.MIDDLEWARE = ["django.contrib.sessions.middleware.SessionMiddleware"]
    with pytest.raises(ModuleNotFoundError, match=r"backends\.flie"):
        WSGIHandler()


def test_a_misspelt_engine_names_a_module_and_no_folder(
    settings: Any, visitor: Browser, tmp_path: Path
) -> None:
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.flie"
    with pytest.raises(ModuleNotFoundError) as error:
        visitor.open(untouched)
    assert "django.contrib.sessions.backends.flie" in str(error.value)
    assert str(tmp_path) not in str(error.value)


def test_a_running_server_keeps_the_engine_it_started_with(
    use: Callable[[str], None],
) -> None:
    use("db")
    server = SessionMiddleware(visit)
    use("cache")
    server(RequestFactory().get("/"))
    assert Session.objects.count() == 1
