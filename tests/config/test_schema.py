"""A database that does not fit the code stops the start, with one line that says why."""

import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import OperationalError, connection

from config import schema
from tests.running import Site, manage, prepare, wait_until_ready
from tests.services import free_port

ANSWERS = "quizzes_answer"


def change(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def misfits() -> list[str]:
    return list(schema.find_misfits())


@pytest.mark.django_db
def test_the_tables_that_migrations_make_fit() -> None:
    assert misfits() == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("statement", "words"),
    [
        (f"ALTER TABLE {ANSWERS} DROP COLUMN milliseconds", "lacks the column milliseconds"),
        (f"ALTER TABLE {ANSWERS} RENAME COLUMN late TO tardy", "lacks the column late"),
        ("DROP TABLE quizzes_hint", "the table quizzes_hint is missing"),
    ],
)
def test_what_is_missing_is_named(statement: str, words: str) -> None:
    change(statement)
    assert words in "; ".join(misfits())


@pytest.mark.django_db
def test_a_column_that_nobody_fills_is_named_and_one_that_needs_nothing_is_not() -> None:
    change(f"ALTER TABLE {ANSWERS} ADD COLUMN note text NULL")
    assert misfits() == []
    change(f"ALTER TABLE {ANSWERS} RENAME COLUMN late TO tardy")
    assert f"{ANSWERS} must have a tardy, which this version does not know" in misfits()


@pytest.mark.django_db
def test_without_the_rule_that_counts_an_answer_once_it_does_not_start() -> None:
    change(f"ALTER TABLE {ANSWERS} RENAME TO old_answers")
    change("CREATE TABLE quizzes_answer AS SELECT * FROM old_answers")
    assert f"{ANSWERS} lacks the rule answer_once" in misfits()


def test_a_database_that_does_not_answer_is_no_misfit(monkeypatch: pytest.MonkeyPatch) -> None:
    def is_down() -> None:
        raise OperationalError("down")

    monkeypatch.setattr(schema, "find_misfits", is_down)
    schema.require_fitting_schema()


def start_by_prepare(folder: Path) -> str:
    with pytest.raises(subprocess.CalledProcessError) as refusal:
        manage(folder, "prepare")
    return str(refusal.value.stderr)


def start_by_gunicorn(folder: Path) -> str:
    site = Site(free_port(), folder, {})
    site.start()
    with pytest.raises(RuntimeError) as refusal:
        wait_until_ready(site)
    return str(refusal.value)


@pytest.mark.slow
@pytest.mark.parametrize("start", [start_by_prepare, start_by_gunicorn])
def test_a_site_does_not_start(tmp_path: Path, start: Callable[[Path], str]) -> None:
    prepare(tmp_path, {})
    with sqlite3.connect(tmp_path / "stateful.sqlite3") as database:
        database.execute(f"ALTER TABLE {ANSWERS} DROP COLUMN milliseconds")
    said = start(tmp_path)
    assert f"The database does not fit this version: {ANSWERS} lacks the column millis" in said
    assert "Nothing was changed." in said
