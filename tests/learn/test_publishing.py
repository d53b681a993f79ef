"""Drafts, and what comes out by itself: nobody writes when the time has come."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from learn.models import Course, Lesson
from quizzes.models import Question
from tests.course import LESSON
from tests.learner import answer

PROMPT = "session framework for?"
HOUR = timedelta(hours=1)


def sees(client: Client, address: str, words: str) -> bool:
    page = client.get(address)
    return page.status_code == 200 and words in page.content.decode()


def put(row: Lesson | Question, published: object) -> None:
    row.published = published  # type: ignore[assignment]
    row.save()


@pytest.fixture
def purpose(course: None) -> Question:
    return Question.objects.get(slug="purpose")


def test_a_draft_of_a_question_is_not_asked(alice: Client, purpose: Question) -> None:
    assert sees(alice, f"{LESSON}practice/?q=purpose", PROMPT)
    put(purpose, None)
    assert not sees(alice, f"{LESSON}practice/?q=purpose", PROMPT)


def test_a_question_comes_out_at_its_time_and_not_before(alice: Client, purpose: Question) -> None:
    put(purpose, timezone.now() + HOUR)
    assert not sees(alice, f"{LESSON}practice/?q=purpose", PROMPT)
    version = Course.objects.get().version
    with time_machine.travel(timezone.now() + HOUR * 2):
        assert sees(alice, f"{LESSON}practice/?q=purpose", PROMPT)
        assert Course.objects.get().version == version  # reading wrote nothing


def test_a_lesson_comes_out_at_its_time_with_its_questions(alice: Client, course: None) -> None:
    lesson = Lesson.objects.get(slug="configuration")
    put(lesson, timezone.now() + HOUR)
    assert alice.get(f"{LESSON}why/").status_code == 404
    assert not sees(alice, "/learn/django-sessions/", lesson.title)
    assert alice.post(f"{LESSON}practice/answers/").status_code == 404
    with time_machine.travel(timezone.now() + HOUR * 2):
        assert sees(alice, f"{LESSON}why/", lesson.title)
        assert sees(alice, f"{LESSON}practice/?q=purpose", PROMPT)


def test_a_course_without_a_lesson_that_is_out_is_not_offered(alice: Client, course: None) -> None:
    link = 'href="/learn/django-sessions/'
    assert sees(alice, "/", link)
    for lesson in Lesson.objects.all():
        put(lesson, None)
    assert not sees(alice, "/", link)


def test_two_that_come_out_one_after_the_other_each_come_at_their_time(
    alice: Client, purpose: Question
) -> None:
    lesson = Lesson.objects.get(slug="expiry")
    put(purpose, timezone.now() + HOUR)
    put(lesson, timezone.now() + HOUR * 3)
    with time_machine.travel(timezone.now() + HOUR * 2):
        assert sees(alice, f"{LESSON}practice/?q=purpose", PROMPT)
        assert alice.get(lesson.get_absolute_url()).status_code == 404
    with time_machine.travel(timezone.now() + HOUR * 4):
        assert alice.get(lesson.get_absolute_url()).status_code == 302


def test_what_was_answered_stays_when_its_question_becomes_a_draft(
    alice: Client, purpose: Question
) -> None:
    answer(alice, "remember")
    put(purpose, None)
    assert alice.get("/progress/").status_code == 200
    put(purpose, timezone.now())
    assert sees(alice, f"{LESSON}practice/?q=purpose", "Right on the first try.")
