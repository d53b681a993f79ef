"""Django's defaults for sessions and sign-in, its five engines, and a clock to move."""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import global_settings
from django.contrib.auth.models import User
from time_machine import TimeMachineFixture

from tests.facts.site import ENGINES, LOCMEM, Browser, forget_the_folder


@pytest.fixture(autouse=True)
def defaults(db: None, settings: Any, tmp_path: Path) -> Iterator[None]:
    """Nothing that this project chose for itself counts here."""
    forget_the_folder()
    for name in dir(global_settings):
        if name.startswith("SESSION_"):
            setattr(settings, name, getattr(global_settings, name))
    settings.SESSION_FILE_PATH = str(tmp_path)
    settings.SECRET_KEY_FALLBACKS = []
    settings.CACHES = caches = {"default": {"BACKEND": LOCMEM, "LOCATION": str(tmp_path)}}
    settings.AUTHENTICATION_BACKENDS = global_settings.AUTHENTICATION_BACKENDS
    settings.AXES_ENABLED = False
    yield
    forget_the_folder()
    settings.CACHES = caches  # a test may have left a cache that does not answer


@pytest.fixture
def use(settings: Any) -> Callable[[str], None]:
    """Choose one of Django's engines."""

    def choose(engine: str) -> None:
        settings.SESSION_ENGINE = f"django.contrib.sessions.backends.{engine}"

    return choose


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest, use: Callable[[str], None]) -> str:
    """Each of the five engines in turn, in use."""
    use(request.param)
    return str(request.param)


@pytest.fixture
def visitor() -> Browser:
    return Browser()


@pytest.fixture
def ada(db: None) -> User:
    return User.objects.create_user("ada", password="before")


@pytest.fixture
def clock(time_machine: TimeMachineFixture, monkeypatch: pytest.MonkeyPatch) -> TimeMachineFixture:
    """A clock that moves only by `clock.shift(seconds)`."""
    time_machine.move_to(datetime(2026, 1, 1, tzinfo=UTC), tick=False)

    def move(source: str, target: str) -> None:
        # The kernel dates a file by its own clock; the `file` engine goes by that date.
        shutil.move(source, target)
        os.utime(target, (time.time(), time.time()))

    monkeypatch.setattr("django.contrib.sessions.backends.file.shutil", SimpleNamespace(move=move))
    return time_machine
