"""Which courses there are is asked for once a second, and what is changed here shows at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
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


def in_another_thread[T](call: Callable[[], T]) -> T:
    """Its result, from a thread with a connection of its own."""

    def work() -> T:
        try:
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work).result(30)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("clock")
def test_others_know_of_a_change_once_it_is_committed() -> None:
    course = Course.objects.create(slug="one", title="One")
    [old] = course_rows()
    with transaction.atomic(), one_new_version():
        course.title = "Two"
        course.save()
    [new] = course_rows()
    assert new.version != old.version
    with transaction.atomic():
        course.save()
        [own] = course_rows()
        assert own.version != new.version  # this thread sees its own change
        assert in_another_thread(course_rows) == (new,)
    assert in_another_thread(course_rows) == course_rows() == (own,)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("clock")
def test_nobody_ever_knows_of_a_change_that_is_rolled_back() -> None:
    course = Course.objects.create(slug="one", title="One")
    before = course_rows()
    with suppress(ZeroDivisionError), transaction.atomic():
        course.save()
        assert course_rows() != before
        raise ZeroDivisionError
    assert course_rows() == in_another_thread(course_rows) == before
