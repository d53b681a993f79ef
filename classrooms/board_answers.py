"""What the members of a class answered: what the database finds, in a query or two.

Answers count from the moment when a member joined: what came before is the learner's own.
"""

from collections.abc import Collection
from typing import Any, NamedTuple

from django.db import connections

from quizzes.records import Answer


class GivenAnswer(NamedTuple):
    response: str
    right: bool


class MemberAnswers(NamedTuple):
    """A member's first answer to a question, and the latest one."""

    first: GivenAnswer
    latest: GivenAnswer


# SQLite and PostgreSQL both read these. The models have no relation between the two tables, which
# know the same learners; asked for through sub-selects PostgreSQL took over twenty times as long.
SINCE_JOINED = """
FROM classrooms_member member
JOIN quizzes_answer answer ON answer.learner = member.learner AND answer.created >= member.joined
WHERE member.classroom_id = %s AND NOT answer.late
"""
TRIES = f"""
WITH given AS (
    SELECT member.id AS member, answer.response, answer."right" AS hit,
        ROW_NUMBER() OVER (PARTITION BY member.id ORDER BY answer.created, answer.id) AS up,
        ROW_NUMBER() OVER (
            PARTITION BY member.id ORDER BY answer.created DESC, answer.id DESC
        ) AS down
    {SINCE_JOINED} AND answer.question_id = %s AND answer.version = %s
)
SELECT member, response, hit FROM given WHERE up = 1 OR down = 1 ORDER BY up
"""  # noqa: S608  (no value is written into it)
LAST = f"""
SELECT answer.question_id {SINCE_JOINED} AND answer.question_id IN ({{among}})
ORDER BY answer.created DESC, answer.id DESC LIMIT 1
"""


def member_answers(classroom: int, question: int, version: str) -> dict[int, MemberAnswers]:
    """By the pk of the member. Answers to an earlier version of the question are left out."""
    answers: dict[int, list[GivenAnswer]] = {}
    for member, response, right in fetch_rows(TRIES, classroom, question, version):
        answers.setdefault(member, []).append(GivenAnswer(response, bool(right)))
    return {member: MemberAnswers(some[0], some[-1]) for member, some in answers.items()}


def answered_last(classroom: int, among: Collection[int]) -> int | None:
    """The one of these questions that a member answered last."""
    if not among:
        return None
    sql = LAST.format(among=", ".join(["%s"] * len(among)))
    return next((pk for (pk,) in fetch_rows(sql, classroom, *among)), None)


def fetch_rows(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    with connections[Answer.objects.db].cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
