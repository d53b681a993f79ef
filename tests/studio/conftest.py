"""Fixtures for the tests of studio."""

from typing import Any

import pytest
from django.test import Client

from tests.signed_in import signed_in


@pytest.fixture
def learner_with_account(course: None, django_user_model: Any) -> Client:
    return signed_in(django_user_model.objects.create(username="lee"))
