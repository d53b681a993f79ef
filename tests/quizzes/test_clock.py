"""The server's clock is set back: what is done then still comes after what was done before."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from quizzes.records import Answer, Event
from tests.course import LESSON
from tests.learner import answer, form_of
from tests.words import told

PRACTICE = f"{LESSON}practice/"
CARDS = f"{LESSON}recall/"


@pytest.fixture
def set_back() -> Iterator[None]:
    """From here on it is an hour ago."""
    with time_machine.travel(timezone.now() - timedelta(hours=1), tick=True):
        yield


@pytest.fixture
def answered(alice: Client) -> Client:
    """A learner with a wrong answer, given before the clock is set back."""
    assert answer(alice, "login").status_code == 302
    return alice


def sitting(client: Client) -> str:
    return form_of(client.get(f"{PRACTICE}?q=store-setting").content.decode())["sitting"]


def test_the_next_try_is_the_second_one(answered: Client, set_back: None) -> None:
    answer(answered, "remember")
    assert list(Answer.objects.order_by("created").values_list("tries", "right")) == [
        (1, False),
        (2, True),
    ]
    assert "1 of 5 answered, 1 right. Score 0.75 of 5" in told(answered.get("/progress/"))


def test_beginning_again_begins_again(answered: Client, set_back: None) -> None:
    before = sitting(answered)
    answered.post(f"{PRACTICE}sittings/")
    assert sitting(answered) != before
    answer(answered, "remember")  # what the rows say decides
    assert sitting(answered) != before
    assert Event.objects.get().created > Answer.objects.order_by("pk")[0].created


def test_progress_is_rebuilt_with_all_that_was_done(answered: Client, set_back: None) -> None:
    answered.post(f"{PRACTICE}sittings/")
    answer(answered, "remember")
    del answered.cookies["sessionid"]
    assert "1 of 5 answered, 1 right. Score 1 of 5" in told(answered.get("/progress/"))


def test_a_right_clock_keeps_the_time_of_each_row(answered: Client) -> None:
    before = timezone.now()
    answer(answered, "remember")
    newest = Answer.objects.order_by("-created")[0].created
    assert newest - before < timedelta(minutes=1)
