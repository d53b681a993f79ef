"""The rows of answers and events, read from the database itself, past all of the site's code."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg

from promise.actions import Row

PATH = "course.slug || '/' || lesson.slug || '/' || question_set.mode"
SETS = """
  JOIN quizzes_questionset question_set ON question_set.id = {set_id}
  JOIN learn_lesson lesson ON lesson.id = question_set.lesson_id
  JOIN learn_course course ON course.id = lesson.course_id
"""
ANSWERS = f"""
  SELECT record.learner, {PATH}, 'answer', question.slug, 1, record.sitting, record.key,
    record.created, record.id, record.right, record.score, question_set.behaviour
  FROM quizzes_answer record JOIN quizzes_question question ON question.id = record.question_id
  {SETS.format(set_id="question.question_set_id")}
"""
EVENTS = f"""
  SELECT record.learner, {PATH}, record.what, record.question, record.number, record.sitting, '',
    record.created, record.id, false, null, question_set.behaviour
  FROM quizzes_event record {SETS.format(set_id="record.question_set_id")}
"""


def rows_in(database: str) -> list[Row]:
    """All rows, in no order. `database`: a URL of PostgreSQL, or the path of a SQLite file."""
    return [row_of(values) for values in selected(database)]


def selected(database: str) -> Iterator[Any]:
    is_file = Path(database).exists()
    connection: Any = sqlite3.connect(database) if is_file else psycopg.connect(database)
    with closing(connection):
        for query in (ANSWERS, EVENTS):
            yield from connection.execute(query.replace("record.right", 'record."right"'))


def row_of(values: Any) -> Row:
    learner, path, what, question, number, sitting, key, created, pk, right, score, behaviour = (
        values
    )
    return Row(
        learner=as_hex(learner),
        path=path,
        what=what,
        question=question,
        number=number,
        sitting=sitting,
        key=as_hex(key),
        order=(str(created), pk),
        right=bool(right),
        score=score,
        behaviour=behaviour,
    )


def as_hex(value: Any) -> str:
    """A UUID as SQLite keeps it, whatever PostgreSQL's driver makes of it."""
    return str(value).replace("-", "")
