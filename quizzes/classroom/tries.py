"""What the members of a class answered: what the database finds, in a query or two.

Answers count from the moment when a member joined: what came before is the learner's own.
"""

from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.expressions import OrderBy
from django.db.models.functions import RowNumber

from quizzes.classroom.models import Member
from quizzes.classroom.spots import FOLLOWED
from quizzes.models import Answer


class Try(NamedTuple):
    response: str
    right: bool


class Tries(NamedTuple):
    """A member's first answer to a question, and the latest one."""

    first: Try
    latest: Try


def since_joined(classroom: int) -> QuerySet[Answer]:
    members = Member.objects.filter(classroom=classroom)
    joined = members.filter(learner=OuterRef("learner")).values("joined")
    answers = Answer.objects.filter(learner__in=members.values("learner"), late=False)
    return answers.annotate(joined=Subquery(joined)).filter(created__gte=F("joined"))


def tries(classroom: int, question: int, version: str) -> dict[UUID, Tries]:
    """By learner. Answers to an earlier version of the question are left out."""
    answers = since_joined(classroom).filter(question=question, version=version)
    numbered = answers.annotate(
        up=numbers(F("created").asc(), F("pk").asc()),
        down=numbers(F("created").desc(), F("pk").desc()),
    ).filter(Q(up=1) | Q(down=1))
    found: dict[UUID, list[Try]] = {}
    for learner, response, right in numbered.order_by("up").values_list(
        "learner", "response", "right"
    ):
        found.setdefault(learner, []).append(Try(response, right))
    return {learner: Tries(some[0], some[-1]) for learner, some in found.items()}


def numbers(*order: OrderBy) -> Window:
    """Of each row among its learner's, in this order, from 1."""
    return Window(RowNumber(), partition_by=[F("learner")], order_by=[*order])


def answered_last(classroom: int, among: Collection[int]) -> int | None:
    """The question of practice that a member answered last, of those that are asked."""
    answers = since_joined(classroom).filter(question__question_set__behaviour=FOLLOWED)
    newest = answers.filter(question__in=among).order_by("-created", "-pk")
    return newest.values_list("question", flat=True).first()
