"""An instructor, a class of theirs, and a question."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from quizzes.models import Classroom, Question
from quizzes.people.roles import make_groups
from tests.quizzes.boards import person
from tests.quizzes.classes import classroom
from tests.quizzes.test_admin import signed_in


@pytest.fixture
def ina(course: None) -> User:
    """An instructor."""
    make_groups()
    return person("ina")


@pytest.fixture
def autumn(ina: User) -> Classroom:
    return classroom(owner=ina)


@pytest.fixture
def panel(ina: User) -> Client:
    return signed_in(ina)


@pytest.fixture
def purpose(course: None) -> Question:
    return Question.objects.get(slug="purpose")
