"""For tests of classes: one with its members, and what they answer."""

from typing import Any
from uuid import uuid4

from django.test import Client
from django.utils import timezone

from classrooms.models import Classroom, Member
from learn.models import Course
from quizzes.kinds import item_version, kind_of
from quizzes.models import Question
from quizzes.records import Answer
from tests.quizzes.items import right_response, wrong_responses

JOIN = "/class/"


def classroom(title: str = "Web, autumn", **more: Any) -> Classroom:
    return Classroom.objects.create(title=title, course=Course.objects.get(), **more)


def join(client: Client, classroom: Classroom, name: str = "Mia", **more: str) -> Any:
    return client.post(JOIN, {"code": classroom.code, "name": name, **more})


def leave(client: Client) -> Any:
    return client.post("/class/leavings/")


def member(classroom: Classroom, name: str, **more: Any) -> Member:
    return Member.objects.create(classroom=classroom, learner=uuid4(), name=name, **more)


def question(kind: str = "choice") -> Question:
    """The first one of practice of this kind."""
    found = Question.objects.filter(kind=kind).exclude(question_set__behaviour="recall")
    return found.order_by("question_set__behaviour", "pk")[0] if kind != "choice" else purpose()


def purpose() -> Question:
    return Question.objects.get(slug="purpose")


def answers(who: Member, to: Question, response: str, **more: Any) -> Answer:
    """A member's answer to a question, as a row."""
    item = to.item()
    return Answer.objects.create(
        **{
            "learner": who.learner,
            "question": to,
            "version": item_version(item),
            "sitting": uuid4().hex[:8],
            "key": uuid4(),
            "response": response,
            "right": kind_of(item).grade(item, response) == 1,
            "tries": 1,
            "hints": 0,
            "engine": "db",
            "created": timezone.now(),
            **more,
        }
    )


def right(to: Question) -> str:
    return right_response(to.item())


def wrong(to: Question) -> str:
    return wrong_responses(to.item())[0]
