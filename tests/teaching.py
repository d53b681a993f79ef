"""Fixtures for those who teach: an instructor, a class of theirs, and a question."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from classrooms.models import Classroom
from quizzes.models import Question
from studio.roles import make_groups
from tests.classrooms.boards import person
from tests.classrooms.classes import classroom
from tests.signed_in import signed_in


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
