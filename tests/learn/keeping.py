"""For tests of what is kept of a learner: the page, its file, and answers to keep."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from quizzes.models import Question
from quizzes.records import Answer
from tests.course import LESSON
from tests.learner import answer
from tests.words import told

FILE, RESTORES, RESETS = (
    "/progress/stateful-progress.json",
    "/progress/restores/",
    "/progress/resets/",
)
PATH = "django-sessions/configuration"


def page(client: Client) -> str:
    return told(client.get("/progress/"))


def download(client: Client) -> bytes:
    return client.get(FILE).content


def restore(client: Client, content: bytes) -> Any:
    return client.post(RESTORES, {"file": SimpleUploadedFile("progress.json", content)})


def some_answers(client: Client) -> None:
    """A wrong and a right answer to the first question, and a right one to another set."""
    client.post(f"{LESSON}why/readings/")
    answer(client, "login", certainty="3")
    answer(client, "remember", certainty="2")
    answer(
        client,
        Question.objects.get(slug=first_of("performance")).choices.get(right=True).key,
        "performance",
    )


def first_of(mode: str) -> str:
    return Question.objects.filter(question_set__mode=mode).values_list("slug", flat=True)[0]


def rows() -> list[dict[str, Any]]:
    return list(Answer.objects.order_by("pk").values())
