"""The board of a large class: what it costs, and that it counts aright."""

import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from classrooms.models import Classroom, Member
from quizzes.kinds import item_version
from quizzes.models import Question
from quizzes.records import Answer
from tests.classrooms.boards import HTMX, polled, put_up, seen, shares, text_of
from tests.classrooms.classes import purpose
from tests.engines.postgresql import new_database
from tests.running import manage

HOURS = timedelta(hours=2)


@pytest.fixture
def full(autumn: Classroom) -> Classroom:
    filled(autumn)
    return autumn


def filled(room: Classroom) -> None:
    """200 members with 20,000 answers, beside 5,000 of strangers."""
    asked = list(Question.objects.filter(question_set__behaviour="practice"))
    versions = {one.pk: item_version(one.item()) for one in asked}
    now = timezone.now()
    members = [
        Member(classroom=room, learner=uuid4(), name=f"Learner {n}", joined=now - HOURS)
        for n in range(200)
    ]
    Member.objects.bulk_create(members)
    who = [*(one.learner for one in members), *(uuid4() for _ in range(50))]
    Answer.objects.bulk_create(rows(asked, versions, who, now), batch_size=1000)
    assert Answer.objects.count() == 25_000


def rows(asked: list[Question], versions: dict[int, str], who: Any, now: Any) -> Iterator[Answer]:
    for number in range(100):
        one = asked[number % len(asked)]
        for place, learner in enumerate(who):
            right = (place + number * number // 5) % 3 == 0
            yield Answer(
                learner=learner,
                question=one,
                version=versions[one.pk],
                sitting=f"{number:08}",
                key=uuid4(),
                response="remember" if right else "login",
                right=right,
                tries=1,
                hints=0,
                engine="db",
                created=now - timedelta(seconds=100 - number),
            )


@pytest.mark.parametrize("following", [True, False])
def test_an_update_of_a_large_class_takes_at_most_ten_queries(
    panel: Client, full: Classroom, following: bool
) -> None:
    put_up(full, None if following else purpose())
    address = polled(seen(panel, full))
    with CaptureQueriesContext(connection) as queries:
        start = time.perf_counter()
        assert panel.get(address, headers=HTMX).status_code == 204
        took = time.perf_counter() - start
    assert len(queries) <= 10
    assert took < 1  # 0.03 s on a quiet machine


# Run at a site on PostgreSQL: a large class as the board counts it, and counted by hand.
ON_POSTGRESQL = """
from tests.classrooms.classes import classroom
from tests.classrooms.test_board_large import by_hand, filled, on_the_board
autumn = classroom()
filled(autumn)
print(on_the_board(autumn) == by_hand(autumn))
"""


def on_the_board(room: Classroom) -> list[dict[str, int]]:
    put_up(room, purpose())
    return [shares(room), shares(room, latest=True)]


def by_hand(room: Classroom) -> list[dict[str, int]]:
    """The first and the latest response of each member, read row by row."""
    first: dict[Any, str] = {}
    latest: dict[Any, str] = {}
    joined = dict(room.members.values_list("learner", "joined"))
    for one in Answer.objects.filter(question=purpose()).order_by("created"):
        if one.created >= joined.get(one.learner, one.created + timedelta(1)):
            first.setdefault(one.learner, text_of(one.response))
            latest[one.learner] = text_of(one.response)
    return [dict(Counter(some.values())) for some in (first, latest)]


def test_the_board_counts_what_one_counts_by_hand(full: Classroom) -> None:
    found = on_the_board(full)
    assert found == by_hand(full)
    assert found[0] != found[1]


@pytest.mark.postgresql
def test_postgresql_counts_the_same(tmp_path: Path) -> None:
    url = new_database("board")
    manage(tmp_path, "prepare", DATABASE_URL=url)
    found = manage(tmp_path, "shell", "-v0", "-c", ON_POSTGRESQL, DATABASE_URL=url)
    assert found == "True\n"
