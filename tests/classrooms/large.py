"""For tests of the board: a large class, and its answers counted by hand."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from classrooms.models import Classroom, Member
from quizzes.kinds import item_version
from quizzes.models import Question
from quizzes.records import Answer
from tests.classrooms.boards import put_up, shares, text_of
from tests.classrooms.classes import purpose

HOURS = timedelta(hours=2)


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
