"""Settings under which sessions would be lost stop the start, with what to do."""

from pathlib import Path
from typing import Any

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured

from config import env
from engines.registry import BUILTIN

pytestmark = pytest.mark.django_db  # Django's own checks look at the database's features


def errors() -> dict[str | None, str]:
    return {error.id: f"{error.msg} {error.hint}" for error in run_checks()}


def test_the_settings_as_they_are_pass() -> None:
    assert errors() == {}


def test_a_missing_folder_for_session_files(settings: Any, tmp_path: Path) -> None:
    settings.SESSION_FILE_PATH = str(tmp_path / "missing")
    assert "is not a folder" in errors()["engines.E001"]


def test_a_folder_that_is_not_writable(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engines.checks.os.access", lambda path, mode: False)
    assert "sessions would be lost in silence" in errors()["engines.E002"]


def test_several_processes_with_a_cache_of_their_own(settings: Any) -> None:
    settings.WEB_CONCURRENCY = 2
    assert "Set WEB_CONCURRENCY=1, or configure a shared cache." in errors()["engines.E003"]


@pytest.mark.parametrize("age", [None, 0, -1, "1209600"])
def test_an_age_that_makes_the_first_save_fail(settings: Any, age: Any) -> None:
    settings.SESSION_COOKIE_AGE = age
    assert "1209600 for two weeks" in errors()["engines.E004"]


def test_a_default_engine_that_is_not_there(settings: Any) -> None:
    settings.SESSION_DEFAULT_ENGINE = "redis"
    assert "Use one of: db, cache, cached_db, file, signed_cookies." in errors()["engines.E005"]


def test_two_engines_that_share_a_prefix(settings: Any) -> None:
    toy = "tests.engines.toy_engine"
    settings.SESSION_ENGINE_CLASSES = [*BUILTIN, f"{toy}.ToyEngine", f"{toy}.ToyEngineAgain"]
    assert "The engine 'toy-again' has the prefix 'ty'" in errors()["engines.E007"]


def test_djangos_own_middleware(settings: Any) -> None:
    name = "django.contrib.sessions.middleware.SessionMiddleware"
    ours = "engines.middleware.SessionMiddleware"
    settings.MIDDLEWARE = [name if path == ours else path for path in settings.MIDDLEWARE]
    assert "a move leaves its old copy behind" in errors()["engines.W004"]


def test_a_cookie_larger_than_browsers_take(settings: Any) -> None:
    settings.SESSION_COOKIE_LIMIT = 4097
    assert "silently drop" in errors()["engines.E006"]


def test_a_cookie_too_small_for_the_default_course(settings: Any) -> None:
    settings.SESSION_COOKIE_LIMIT = 2999
    assert "signed cookie of up to 3000 bytes" in errors()["learn.E001"]


def test_saving_at_every_request_is_told_what_it_costs(settings: Any) -> None:
    settings.SESSION_SAVE_EVERY_REQUEST = True
    assert "every page costs a write beside its read" in errors()["engines.W001"]


def test_another_serializer_is_told_to_be_of_no_use(settings: Any) -> None:
    settings.SESSION_SERIALIZER = "somewhere.PickleSerializer"
    assert "a session is JSON in every engine" in errors()["engines.W002"]


@pytest.mark.parametrize(
    ("read", "value", "says"),
    [
        (lambda: env.flag("X"), "maybe", "X='maybe' is not a switch. Use 1 or 0."),
        (lambda: env.number("X", 1, at_least=1), "0", "X='0' must be a whole number, 1 or more."),
        (lambda: env.number("X", 1), "four", "must be a whole number"),
        (lambda: env.choice("X", "db", ("db", "file")), "redis", "Use one of: db, file."),
        (lambda: env.database("X", ""), "mysql://localhost/x", "X must look like sqlite:///"),
        (lambda: env.database("X", ""), "postgresql://localhost", "X must look like sqlite:///"),
    ],
)
def test_a_wrong_variable_is_named_with_what_it_takes(
    monkeypatch: pytest.MonkeyPatch, read: Any, value: str, says: str
) -> None:
    monkeypatch.setenv("X", value)
    with pytest.raises(ImproperlyConfigured) as error:
        read()
    assert says in str(error.value)


def test_an_empty_secret_key_file_is_not_taken(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)
    (tmp_path / "key").touch()
    with pytest.raises(ImproperlyConfigured, match="is empty"):
        env.secret_key(tmp_path / "key")


def test_a_secret_key_is_made_once_and_kept(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)
    first = env.secret_key(tmp_path / "new" / "key")
    assert len(first) >= 50
    assert env.secret_key(tmp_path / "new" / "key") == first
