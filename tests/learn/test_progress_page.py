"""The progress page: what it says of what is kept."""

from typing import Any

from django.test import Client
from django.utils import timezone

from quizzes.records import Answer
from tests.course import LESSON
from tests.learn.keeping import page, some_answers
from tests.learner import answer, progress_in
from tests.words import told


def test_a_guest_is_told_what_will_be_kept_and_how_long(alice: Client) -> None:
    words = page(alice)
    assert "Nothing yet. Reading keeps nothing" in words
    assert (
        "From your first answer or hint on it is kept for 14 days after the last change." in words
    )
    assert "under a random number, with no name and no address" in words
    assert "Kept for a year after your last answer." in words


def test_the_days_are_those_of_the_setting(alice: Client, settings: Any) -> None:
    settings.SESSION_COOKIE_AGE = 3 * 24 * 3600
    assert "kept for 3 days after the last change" in page(alice)
    assert "your progress is kept for 3 days" in told(alice.get("/"))


def test_it_shows_each_lesson_and_set_with_scores(alice: Client) -> None:
    some_answers(alice)
    words = page(alice)
    assert "Practice 1 of 5 answered, 1 right. Score 0.75 of 5; your best is 0.75." in words
    assert "Performance quiz 1 of 3 answered, 1 right. Score 1 of 3; your best is 1." in words
    assert "3 so far" in words


def test_it_shows_how_sure_the_learner_was(alice: Client) -> None:
    some_answers(alice)
    assert "You said Right Sure 0 of 1 Fairly 1 of 1 Sure and wrong: 1." in page(alice)


def test_it_says_nothing_of_sureness_that_was_never_said(alice: Client) -> None:
    answer(alice, "login")
    assert "How sure" not in page(alice)


def test_another_look_writes_nothing(alice: Client) -> None:
    some_answers(alice)
    for address in ("/progress/", "/progress/"):
        assert 'session-writes;desc="none"' in alice.get(address)["Server-Timing"]


def test_it_says_what_the_rows_say_where_the_session_fell_behind(alice: Client) -> None:
    answer(alice, "login")
    old = progress_in(alice)
    answer(alice, "remember")
    truth = progress_in(alice)["marks"]
    session = alice.session
    session["progress"] = old
    session.save()
    assert "1 of 5 answered, 1 right" in page(alice)
    assert progress_in(alice)["marks"] == truth


def test_a_sitting_begun_but_not_answered_stays(alice: Client) -> None:
    answer(alice, "remember")
    alice.post(f"{LESSON}practice/sittings/")
    before = progress_in(alice)["open"]
    assert "0 of 5 answered, 0 right. Score 0 of 5; your best is 1." in page(alice)
    assert progress_in(alice)["open"] == before


def test_answers_have_the_clock_of_the_server(alice: Client) -> None:
    answer(alice, "login")
    assert abs((timezone.now() - Answer.objects.get().created).total_seconds()) < 60
