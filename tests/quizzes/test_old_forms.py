"""A form that stood open for days, as on a phone that was put away, still counts once."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from quizzes.records import Answer
from tests.course import LESSON
from tests.learner import form_of


@pytest.mark.parametrize("mode", ["practice", "test"])
def test_an_old_form_that_is_sent_twice_is_one_answer(alice: Client, mode: str) -> None:
    page = alice.get(f"{LESSON}{mode}/").content.decode()
    choice = page.partition('name="choice" value="')[2].partition('"')[0]
    fields = {**form_of(page), "choice": choice}
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        for _ in range(2):  # the second time because no reply came
            response = alice.post(f"{LESSON}{mode}/answers/", fields)
            assert response.status_code == 302
    row = Answer.objects.get()
    assert row.milliseconds is None  # nobody thinks about one question for days
