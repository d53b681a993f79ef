"""Counting the answers of each question reads an index, not a million rows."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def test_the_list_of_questions_counts_answers_by_an_index(instructor: Client) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert instructor.get("/admin/quizzes/question/").status_code == 200
    [counting] = [query["sql"] for query in queries if "COUNT(DISTINCT" in query["sql"]]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {counting}")
        plan = " ".join(str(row) for row in cursor.fetchall())
    assert "COVERING INDEX answer_question" in plan
    assert len(queries) <= 10
