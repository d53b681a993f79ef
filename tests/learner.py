"""What a learner's browser sends, and the progress that it has."""

import json
import re
from typing import Any

from django.test import Client

from quizzes.kinds.form_values import form_value
from tests.course import LESSON


def form_of(html: str) -> dict[str, str]:
    """The hidden fields of the quiz's form, as a browser would send them."""
    quiz = html[html.index('id="quiz"') :]
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', quiz)
    return dict(fields)


def with_choice(fields: dict[str, str], key: str, /, **more: str) -> dict[str, str]:
    """A form's fields, with the choice of this key and more: pages name choices by other values."""
    sent = {**fields, **more}
    return {**sent, "choice": form_value(sent["question"], key)}


def progress_in(client: Client) -> Any:
    """The learner's progress as the session's store holds it."""
    return json.loads(json.dumps(client.session.get("progress")))


def answer(client: Client, choice: str, mode: str = "practice", **more: str) -> Any:
    """Answer the question on the learner's screen, as a browser without JavaScript would."""
    page = client.get(f"{LESSON}{mode}/").content.decode()
    return client.post(f"{LESSON}{mode}/answers/", with_choice(form_of(page), choice, **more))
