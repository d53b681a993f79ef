"""The site's first process is killed: its orphans still answer for a while, and lose nothing."""

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.course import LESSON
from tests.learner import form_of, with_choice
from tests.restartable import children_of
from tests.running import running
from tests.visitor import Visitor

ANSWERS = f"{LESSON}practice/answers/"


def answers_in(database: Path) -> int:
    """As another program counts them, which then closes the file again."""
    with closing(sqlite3.connect(database)) as connection:
        return int(connection.execute("SELECT count(*) FROM quizzes_answer").fetchone()[0])


def open_files(pid: int) -> set[str]:
    return {file.readlink().name for file in Path(f"/proc/{pid}/fd").iterdir()}


def test_an_answer_that_an_orphan_takes_is_kept(tmp_path: Path) -> None:
    database = tmp_path / "stateful.sqlite3"
    with running(tmp_path) as site:
        visitor = Visitor(site.url)
        assert visitor.answer("login") == 302
        form = with_choice(form_of(visitor.get(f"{LESSON}practice/")), "remember")
        # It ends as gently as it can once it looks for its parent, and takes nobody new then.
        connection = visitor.connect()
        site.process.kill()
        site.process.wait()
        assert answers_in(database) == 1
        assert visitor.ask("POST", ANSWERS, form, over=connection)[0] == 302
        assert answers_in(database) == 2


def test_no_connection_to_the_database_is_open_when_workers_are_made(tmp_path: Path) -> None:
    """SQLite's locks are not inherited, but it believes that they are."""
    with running(tmp_path) as site:
        Visitor(site.url).answer("login")
        [worker] = children_of(site.process.pid)
        assert "stateful.sqlite3" in open_files(worker)
        assert "stateful.sqlite3" not in open_files(site.process.pid)
