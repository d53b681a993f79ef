"""For tests of a question that is being written."""

from django.test import Client

from quizzes.models import Question
from tests.studio.panel import (
    form_of,
    page_of,
)


def look(client: Client, question: Question, name: str = "fresh", **changes: str) -> str:
    """The preview of what the question's form holds with these changes."""
    fields = {**form_of(client, question), **changes, "look": name}
    page = client.post(f"{page_of(question).removesuffix('change/')}preview/", fields)
    assert page.status_code == 200
    return page.content.decode()
