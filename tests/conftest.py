"""What the tests share: the course, a learner's browser, the cast."""

import math
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.core.cache import cache, caches
from django.core.cache.backends.locmem import LocMemCache
from django.test import Client
from whitenoise import WhiteNoise

from engines import circuit_breaker, site_engine
from lab.experiments import allowance
from learn import known_courses
from learn.course_versions import touch_course
from learn.models import Course
from tests.database import COURSE, DATABASE, EMPTY
from tests.teaching import autumn, ina, panel, purpose  # noqa: F401  (fixtures)

ROOT = Path(__file__).resolve().parent.parent

# How fast a busy machine makes examples says nothing of the laws that they are tried on.
hypothesis.settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("any machine")


@pytest.fixture(scope="session", autouse=True)
def _static_files_found_once() -> Iterator[None]:
    """Each `Client` makes the middleware anew, and WhiteNoise looks at 400 files each time."""
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    search = WhiteNoise.update_files_dictionary

    def find(self: WhiteNoise, root: str, prefix: str) -> None:
        key = (root, prefix, self.max_age, self.allow_all_origins, self.charset)
        if key not in found:
            search(self, root, prefix)
            found[key] = dict(self.files)
        self.files.update(found[key])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoise, "update_files_dictionary", find)
        yield


@pytest.fixture(autouse=True)
def _empty_stores(settings: Any, tmp_path: Path) -> Iterator[None]:
    """What a rollback does not undo: session files, the cache, and what was measured."""
    settings.SESSION_FILE_PATH = str(tmp_path)
    settings.MEASURED_FILE = tmp_path / "measured.json"
    settings.RACE_FOLDER = tmp_path / "races"
    # Those who guess are many, and Django's own hasher takes half a second for each guess.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    site_engine.remember_choice(site_engine.choice_of_settings(), seconds=math.inf)
    known_courses.ask_again()
    yield
    circuit_breaker.SILENT_UNTIL.clear()
    allowance.CLIENTS.taken.clear()
    # A server is shared with the tests that run beside this one; its keys are random.
    if isinstance(caches["default"], LocMemCache):
        cache.clear()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Django's empty database, and a copy of it with the default course."""
    with django_db_blocker.unblock():
        DATABASE.keep_copies(django_db_blocker)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: Any) -> None:
    DATABASE.wanted = COURSE if "default_course" in item.fixturenames else EMPTY
    if DATABASE.copies:  # else `django_db_setup` brings it, for the first test that wants it
        DATABASE.bring()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: Any) -> None:
    """A test that commits leaves the database empty, or otherwise."""
    marker = item.get_closest_marker("django_db")
    if "transactional_db" in item.fixturenames or (marker and marker.kwargs.get("transaction")):
        DATABASE.state = None


@pytest.fixture
def default_course() -> None:
    """Named by a test or its fixtures, the database has the course before the test begins."""
    assert DATABASE.state == COURSE, "`course` is asked for when the test has begun"


@pytest.fixture
def course(default_course: None, db: None) -> None:
    """The default course, loaded."""
    # What another test had in memory, perhaps of an edit, would be taken for this course.
    touch_course(pk=Course.objects.get().pk)
    known_courses.ask_again()  # as if it were committed


@pytest.fixture
def alice(course: None) -> Client:
    """A learner without an account, at a site that has the course."""
    return Client()


@pytest.fixture
def bob(course: None) -> Client:
    return Client()


@pytest.fixture
def instructor(course: None, django_user_model: Any) -> Client:
    user = django_user_model.objects.create(username="instructor", is_staff=True, is_superuser=True)
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Debian's Chromium; Playwright brings none here. Where it is installed, the one that can't
    open windows: a page costs it a third of the processor."""
    flags = (
        "no-sandbox disable-gpu disable-quic no-first-run disable-background-networking "
        "disable-component-update disable-sync"
    )
    return {
        "executable_path": shutil.which("chromium-headless-shell") or shutil.which("chromium"),
        "args": [f"--{flag}" for flag in flags.split()],
    }
