"""Which courses there are is asked for once a second, and what is changed here shows at once."""

from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from learn import known_courses
from learn.course_versions import one_new_version
from learn.known_courses import course_rows
from learn.models import Course, Lesson
from tests.course import LESSON


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The seconds that have passed, in a list of one."""
    passed = [0.0]
    monkeypatch.setattr(known_courses.time, "monotonic", lambda: passed[0])
    return passed


def questions_asked(number: int) -> int:
    with CaptureQueriesContext(connection) as queries:
        for _ in range(number):
            course_rows()
    return len(queries)


def test_the_database_is_asked_once_a_second(course: None, clock: Any) -> None:
    assert questions_asked(3) == 1
    clock[0] += 0.9
    assert questions_asked(3) == 0
    clock[0] += 0.2
    assert questions_asked(3) == 1


def test_what_another_process_changed_shows_a_second_later(course: None, clock: Any) -> None:
    course_rows()
    Course.objects.update(version="another")  # without a signal, as another process does it
    assert course_rows()[0].version != "another"
    clock[0] += 1
    assert course_rows()[0].version == "another"


@pytest.mark.usefixtures("clock")
def test_an_edit_in_this_process_shows_at_once(alice: Client) -> None:
    assert "Another title" not in alice.get(f"{LESSON}why/").content.decode()
    lesson = Lesson.objects.get(slug="configuration")
    lesson.title = "Another title"
    lesson.save()
    assert "Another title" in alice.get(f"{LESSON}why/").content.decode()


@pytest.mark.usefixtures("clock")
def test_a_course_that_is_deleted_is_gone_at_once(alice: Client) -> None:
    alice.get(f"{LESSON}why/")
    Course.objects.create(slug="other", title="Other")
    assert [row.slug for row in course_rows()] == ["django-sessions", "other"]
    Course.objects.get(slug="other").delete()
    assert [row.slug for row in course_rows()] == ["django-sessions"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("clock")
def test_who_asks_before_a_change_is_committed_is_told_again_after_it() -> None:
    """As a thread does that reads the courses while another one writes."""
    course = Course.objects.create(slug="one", title="One")
    before = course_rows()
    with transaction.atomic():
        with one_new_version():
            course.title = "Two"
            course.save()
        known_courses.KnownCourses.rows = before
        known_courses.KnownCourses.until = 1.0
        assert course_rows() == before
    assert course_rows() != before
