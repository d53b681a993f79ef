"""The instructor's panel: who may enter, what can be edited, and what is refused."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from learn.models import Course, Lesson, Page
from quizzes.models import Answer, Choice, Hint, Question, QuestionSet, Step
from tests.conftest import LESSON, answer

BACKEND = "django.contrib.auth.backends.ModelBackend"
MODELS = {
    "learn/course": Course,
    "learn/lesson": Lesson,
    "quizzes/questionset": QuestionSet,
    "quizzes/question": Question,
}


@pytest.fixture
def purpose(course: None) -> Question:
    return Question.objects.get(slug="purpose")


def signed_in(users: Any, **more: Any) -> Client:
    client = Client()
    client.force_login(users.objects.create(username="carol", **more), backend=BACKEND)
    return client


def address(row: Any, action: str = "change") -> str:
    meta = row._meta
    return f"/admin/{meta.app_label}/{meta.model_name}/{row.pk}/{action}/"


def form_at(client: Client, url: str) -> dict[str, str]:
    """All fields of the admin page's form as its browser would send them back."""
    page = client.get(url)
    assert page.status_code == 200
    inlines = [inline.formset for inline in page.context["inline_admin_formsets"]]
    forms = [page.context["adminform"].form]
    for formset in inlines:
        forms += [formset.management_form, *formset.forms]
    return {
        field.html_name: "on" if field.value() is True else str(field.value())
        for form in forms
        for field in form
        if field.value() not in (None, False)
    }


def send(client: Client, url: str, **changes: str | None) -> Any:
    """Post the page's own form with some fields changed; None leaves one out, as an empty box."""
    fields = {**form_at(client, url), **changes}
    return client.post(url, {name: value for name, value in fields.items() if value is not None})


def saved(response: Any) -> bool:
    return response.status_code == 302


def errors(response: Any) -> str:
    """The words of all errors on the page that came back."""
    assert response.status_code == 200
    html = response.content.decode()
    lists = re.findall(r'<ul class="errorlist.*?</ul>', html, re.DOTALL)
    assert lists
    return re.sub(r"<[^>]+>|\s+", " ", " ".join(lists)).replace("&#x27;", "'")


def nth(model: Any, prefix: str, **which: Any) -> str:
    """The prefix of the inline form of the row, such as `choices-2`."""
    row = model.objects.get(**which)
    rows = list(model.objects.filter(**{parent_of(row): getattr(row, parent_of(row))}))
    return f"{prefix}-{rows.index(row)}"


def parent_of(row: Any) -> str:
    return "lesson" if isinstance(row, Page) else "question"


def practice(client: Client) -> str:
    return client.get(f"{LESSON}practice/").content.decode()
