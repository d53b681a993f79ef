"""A question of the toy pack, who learns with it, and who teaches. The tests bring the pack."""

from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client

from quizzes.models import Question
from tests.quizzes.toys.course import run


@pytest.fixture
def question(pack: Path, db: None) -> Question:
    run("loadcourse", pack)
    return Question.objects.get(slug="easy-one")


@pytest.fixture
def learner(question: Question) -> Client:
    return Client()


@pytest.fixture
def panel(question: Question) -> Client:
    client = Client()
    client.force_login(User.objects.create(username="ina", is_staff=True, is_superuser=True))
    return client
