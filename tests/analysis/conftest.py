"""What the tests of the analysis share."""

import pytest

from quizzes.models import QuestionSet


@pytest.fixture
def practice(course: None) -> QuestionSet:
    return QuestionSet.objects.get(lesson__slug="configuration", mode="practice")
