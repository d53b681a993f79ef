"""Fixtures for the tests of classrooms."""

import pytest
from django.test import Client

from classrooms.models import Classroom
from tests.classrooms.classes import join


@pytest.fixture
def mia(alice: Client, autumn: Classroom) -> Client:
    """A learner in the class of autumn."""
    join(alice, autumn)
    return alice
