"""The board of a large class: what it costs, and that it counts aright."""

import time
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from classrooms.models import Classroom
from tests.classrooms.boards import HTMX, polled, put_up, seen
from tests.classrooms.classes import purpose
from tests.classrooms.large import by_hand, filled, on_the_board
from tests.running import manage, prepared_database


@pytest.mark.slow
def test_a_large_class_is_counted_aright_and_in_at_most_ten_queries(
    panel: Client, autumn: Classroom
) -> None:
    filled(autumn)
    for shown in (None, purpose()):
        put_up(autumn, shown)
        address = polled(seen(panel, autumn))
        with CaptureQueriesContext(connection) as queries:
            start = time.perf_counter()
            assert panel.get(address, headers=HTMX).status_code == 204
            took = time.perf_counter() - start
        assert len(queries) <= 10
        assert took < 1  # 0.03 s on a quiet machine
    found = on_the_board(autumn)
    assert found == by_hand(autumn)
    assert found[0] != found[1]


# Run at a site on PostgreSQL: a large class as the board counts it, and counted by hand.
ON_POSTGRESQL = """
from tests.classrooms.classes import classroom
from tests.classrooms.large import by_hand, filled, on_the_board
autumn = classroom()
filled(autumn)
print(on_the_board(autumn) == by_hand(autumn))
"""


@pytest.mark.postgresql
@pytest.mark.slow
def test_postgresql_counts_the_same(tmp_path: Path) -> None:
    url = prepared_database("board")
    found = manage(tmp_path, "shell", "-v0", "-c", ON_POSTGRESQL, DATABASE_URL=url)
    assert found == "True\n"
