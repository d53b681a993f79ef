"""Data from before the first release is moved aside whole, and the site starts fresh."""

import sqlite3
import subprocess
from pathlib import Path

import pytest

from tests.running import manage


@pytest.fixture
def var(tmp_path: Path) -> Path:
    """What a site from before the first release kept, as far as it tells one by it."""
    folder = tmp_path / "var"
    (folder / "sessions").mkdir(parents=True)
    (folder / "secret_key").write_text("the old key, which signed the old cookies 0123456789abcdef")
    (folder / "sessions" / "fi1").write_text("a session")
    old_database(folder / "stateful.sqlite3")
    return folder


def old_database(file: Path) -> None:
    with sqlite3.connect(file) as database:
        database.execute("CREATE TABLE django_migrations (id, app, name, applied)")
        database.execute(
            "INSERT INTO django_migrations VALUES (1, 'quizzes', '0008_classrooms', '2026-11-27')"
        )
        database.execute("CREATE TABLE quizzes_answer (response)")
        database.execute("INSERT INTO quizzes_answer VALUES ('what somebody answered')")


def answers_in(file: Path) -> list[str]:
    with sqlite3.connect(file) as database:
        return [response for (response,) in database.execute("SELECT response FROM quizzes_answer")]


# What `prepare` does first, without all that it makes of an empty folder.
MOVE = """
from pathlib import Path
from django.conf import settings
from config import old_data
if old_data.is_old():
    print(old_data.move_aside(Path(settings.VAR_DIR)))
"""


def move(var: Path, **environment: str) -> str:
    return manage(var, "shell", "-v0", "-c", MOVE, **environment)


@pytest.mark.slow
def test_it_is_moved_aside_whole_and_told_of_in_one_line_and_the_site_starts_fresh(
    var: Path,
) -> None:
    first, *others = manage(var, "prepare").splitlines()
    aside = var / "before-first-release"
    assert first == f"{var} held data from before the first release: all of it is in {aside} now."
    assert not any("before-first-release" in line for line in others)
    assert answers_in(aside / "stateful.sqlite3") == ["what somebody answered"]
    assert (aside / "secret_key").read_text().startswith("the old key")
    assert (aside / "sessions" / "fi1").read_text() == "a session"
    assert any(line.startswith("Django sessions: ") for line in others)
    assert answers_in(var / "stateful.sqlite3") == []
    assert manage(var, "prepare") == ""  # the next start moves nothing


@pytest.mark.slow
def test_a_move_that_was_cut_short_is_finished(var: Path) -> None:
    aside = var / "before-first-release"
    aside.mkdir()
    (var / "sessions").rename(aside / "sessions")
    move(var)
    assert (aside / "sessions" / "fi1").read_text() == "a session"
    assert answers_in(aside / "stateful.sqlite3") == ["what somebody answered"]


@pytest.mark.slow
def test_what_was_moved_aside_before_is_not_overwritten(var: Path) -> None:
    move(var)
    old_database(var / "stateful.sqlite3")
    move(var)
    for folder in ("before-first-release", "before-first-release-2"):
        assert answers_in(var / folder / "stateful.sqlite3") == ["what somebody answered"]


@pytest.mark.slow
def test_a_database_in_a_folder_of_its_own_is_moved_with_it_each_time(var: Path) -> None:
    database = var / "data" / "site.sqlite3"
    (var / "data").mkdir()
    (var / "stateful.sqlite3").unlink()
    for aside in ("before-first-release", "before-first-release-2"):
        database.unlink(missing_ok=True)
        old_database(database)
        assert aside in move(var, DATABASE_URL=f"sqlite:///{database}")
        assert answers_in(var / aside / "data" / "site.sqlite3") == ["what somebody answered"]
    assert "Django sessions: " in manage(var, "prepare", DATABASE_URL=f"sqlite:///{database}")
    assert answers_in(database) == []


def test_a_database_that_lies_elsewhere_is_refused_and_stays(var: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.sqlite3"
    old_database(elsewhere)
    with pytest.raises(subprocess.CalledProcessError) as refusal:
        manage(var, "prepare", DATABASE_URL=f"sqlite:///{elsewhere}")
    assert "Nothing was changed. Let DATABASE_URL name an empty database" in refusal.value.stderr
    assert answers_in(elsewhere) == ["what somebody answered"]
    assert sorted(entry.name for entry in var.iterdir()) == [
        *("secret_key", "sessions", "stateful.sqlite3"),
    ]
