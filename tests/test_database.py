"""A test gets the database that it wants, whatever the test before it wanted or left."""

import pytest

from learn.models import Course
from quizzes.models import Question


@pytest.mark.parametrize("time", ["first", "again"])
class TestOneAfterAnother:
    def test_without_the_course_the_database_is_empty(self, db: None, time: str) -> None:
        assert not Course.objects.exists()

    @pytest.mark.slow
    def test_with_the_course_it_is_there_until_the_test_ends(self, course: None, time: str) -> None:
        assert Question.objects.count() > 60
        Question.objects.all().delete()

    @pytest.mark.django_db(transaction=True)
    def test_what_is_committed_is_gone_too(self, course: None, time: str) -> None:
        assert Question.objects.count() > 60
        Question.objects.filter(slug="purpose").delete()
