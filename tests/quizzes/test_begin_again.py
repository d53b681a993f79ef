"""A new attempt begins once, however often its form is sent."""

from django.test import Client

from quizzes.records import Event
from tests.course import LESSON
from tests.learner import answer, form_of

PRACTICE = f"{LESSON}practice/"


def summary_form(client: Client) -> dict[str, str]:
    return form_of(client.get(f"{PRACTICE}?q=summary").content.decode())


def begin_again(client: Client, form: dict[str, str]) -> None:
    assert client.post(f"{PRACTICE}sittings/", form).status_code == 302


def test_a_form_that_is_sent_again_begins_nothing_more(alice: Client) -> None:
    answer(alice, "remember")
    form = summary_form(alice)
    begin_again(alice, form)
    answer(alice, "login")  # in the new attempt
    begin_again(alice, form)  # as after a reply that came late
    assert Event.objects.filter(what=Event.BEGAN).count() == 1
    assert "2 of 3 tries left" in alice.get(f"{PRACTICE}?q=purpose").content.decode()


def test_each_attempt_can_be_ended_by_another(alice: Client) -> None:
    answer(alice, "remember")
    for _ in range(3):
        begin_again(alice, summary_form(alice))
    assert Event.objects.filter(what=Event.BEGAN).values("sitting").distinct().count() == 3


def test_an_attempt_of_which_the_rows_know_nothing_is_ended_too(alice: Client) -> None:
    """As where a session began anew while its store was away, and shows another attempt."""
    answer(alice, "login")
    begin_again(alice, {**summary_form(alice), "sitting": "0a1b2c3d"})
    assert Event.objects.filter(what=Event.BEGAN).count() == 1
    assert "3 of 3 tries left" in alice.get(f"{PRACTICE}?q=purpose").content.decode()
