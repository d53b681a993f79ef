"""Recall: cards come when they are due, and each rating is a row from which they are made again."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client

from learn.learner import COOKIE
from quizzes.models import Question
from quizzes.records import Answer
from tests.course import LESSON
from tests.learner import form_of, progress_in, with_choice

RECALL = f"{LESSON}recall/"
HTMX = {"HX-Request": "true", "HX-Target": "quiz"}
PATH = "django-sessions/configuration/recall"
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def quiz(client: Client) -> str:
    html = client.get(RECALL).content.decode()
    return html[html.index('id="quiz"') :]


def turn(client: Client) -> str:
    """The back of the card on the screen, whatever there is to write on its front."""
    fields = {**form_of(quiz(client)), "written": "In my words"}
    response = client.post(f"{RECALL}turns/", fields)
    html = client.get(response["Location"]).content.decode()
    return html[html.index('id="quiz"') :]


def rate(client: Client, rating: str, **headers: Any) -> Any:
    return client.post(f"{RECALL}ratings/", {**form_of(turn(client)), "rating": rating}, **headers)


def test_the_back_is_there_only_when_the_card_is_turned(alice: Client) -> None:
    item = Question.objects.get(slug="which-setting").item()
    assert "10 of 10 cards due" in quiz(alice)
    assert "django.contrib.sessions.backends.db" not in quiz(alice)
    html = turn(alice)
    assert "django.contrib.sessions.backends.db" in html
    assert "The five engines end in" in html
    assert item.choices["path"].why not in html


def test_each_rating_shows_when_the_card_comes_back(alice: Client) -> None:
    html = turn(alice)
    shown = [part.split("<")[0] for part in html.split("<small>")[1:5]]
    assert shown == ["1 min", "6 min", "10 min", "8 days"]
    assert [f'data-key="{number}"' in html for number in range(1, 5)] == [True] * 4


def test_a_rating_is_a_row_and_the_next_card_follows(alice: Client) -> None:
    response = rate(alice, "good")
    assert response["Location"] == f"{RECALL}#quiz"
    assert "9 of 10 cards due" in quiz(alice)
    assert "When does Django save a session" in quiz(alice)
    row = Answer.objects.get()
    assert (row.question.slug, row.response, row.right, row.tries) == (
        "which-setting",
        "good",
        True,
        1,
    )
    assert row.created == NOON


def test_a_card_comes_back_when_it_is_due(alice: Client, clock: time_machine.Traveller) -> None:
    rate(alice, "again")
    assert "9 of 10 cards due" in quiz(alice)
    clock.shift(59)
    assert "9 of 10 cards due" in quiz(alice)
    clock.shift(1)
    assert "10 of 10 cards due" in quiz(alice)
    assert "Which setting decides where" in quiz(alice)
    rate(alice, "good")
    assert list(Answer.objects.values_list("tries", flat=True).order_by("pk")) == [1, 2]


def test_when_all_is_done_it_says_when_the_next_is_due(
    alice: Client, clock: time_machine.Traveller
) -> None:
    for rating in ["good", *["easy"] * 9]:
        rate(alice, rating)
    html = quiz(alice)
    assert "all done for now" in html
    assert "The next card is due in 10 min, on 1 June 2026, 12:10 UTC" in html
    clock.shift(600)
    assert "1 of 10 cards due" in quiz(alice)


def test_a_doubled_rating_counts_once(alice: Client) -> None:
    fields = {**form_of(turn(alice)), "rating": "good"}
    for _ in range(2):
        assert alice.post(f"{RECALL}ratings/", fields, headers=HTMX).status_code == 200
    assert Answer.objects.count() == 1


def test_a_card_that_was_rated_in_another_tab_is_not_rated_again(alice: Client) -> None:
    form = form_of(turn(alice))
    rate(alice, "good")
    late = alice.post(f"{RECALL}ratings/", {**form, "key": "", "rating": "easy"}, headers=HTMX)
    assert late.status_code == 422
    assert "Its first rating stands" in late.content.decode()
    assert Answer.objects.count() == 1


def test_the_cards_come_back_from_the_rows_exactly(
    alice: Client, clock: time_machine.Traveller
) -> None:
    for shift, rating in ((0, "again"), (61.5, "good"), (700.25, "hard"), (86_400 * 3, "easy")):
        clock.shift(shift)
        rate(alice, rating)
    before = progress_in(alice)["open"][PATH]["states"]
    Session.objects.all().delete()
    alice.get("/progress/")
    after = progress_in(alice)["open"][PATH]["states"]
    assert {slug: (state[3], state[5]) for slug, state in after.items()} == {
        slug: (state[3], state[5]) for slug, state in before.items()
    }


def test_an_old_session_does_not_bring_a_card_back(alice: Client) -> None:
    rate(alice, "easy")
    turn(alice)
    old, cookie = progress_in(alice), alice.cookies[COOKIE].value
    rate(alice, "easy")
    session = alice.session
    session["progress"] = old
    session.save()
    alice.cookies[COOKIE] = cookie
    late = rate(alice, "again", headers=HTMX)
    assert late.status_code == 422
    assert "8 of 10 cards due" in quiz(alice)
    assert Answer.objects.count() == 2


@pytest.mark.parametrize("rating", ["", "5", "good ", "right", "x" * 10_000, "\x00"])
def test_what_is_no_rating_is_refused(alice: Client, rating: str) -> None:
    response = rate(alice, rating, headers=HTMX)
    assert response.status_code == 422
    assert "Choose again, hard, good or easy" in response.content.decode()
    assert Answer.objects.count() == 0


@pytest.mark.parametrize("slug", ["nowhere", "", "purpose"])
def test_a_card_that_is_not_there_is_refused(alice: Client, slug: str) -> None:
    for name in ("turns", "ratings"):
        fields = {"question": slug, "rating": "good"}
        response = alice.post(f"{RECALL}{name}/", fields, headers=HTMX)
        assert response.status_code == 422
        assert "not in this round" in response.content.decode()
    assert Answer.objects.count() == 0


def test_there_is_nothing_to_begin_again(alice: Client) -> None:
    rate(alice, "good")
    response = alice.post(f"{RECALL}sittings/", headers=HTMX)
    assert response.status_code == 422
    assert "Cards come back by themselves" in response.content.decode()


def test_an_answer_form_is_no_rating(alice: Client) -> None:
    fields = with_choice({"question": "which-setting"}, "engine")
    response = alice.post(f"{RECALL}answers/", fields, headers=HTMX)
    assert response.status_code == 422
    assert Answer.objects.count() == 0


def test_the_marks_say_what_was_remembered_last(
    alice: Client, clock: time_machine.Traveller
) -> None:
    rate(alice, "again")
    rate(alice, "hard")
    assert progress_in(alice)["marks"][PATH][0] == "0K--------"
    clock.shift(60)
    rate(alice, "good")
    assert progress_in(alice)["marks"][PATH][0] == "KK--------"


def test_the_progress_page_says_what_is_due(alice: Client, clock: time_machine.Traveller) -> None:
    assert "What is due" not in alice.get("/progress/").content.decode()
    for _ in range(10):
        rate(alice, "easy")
    page = alice.get("/progress/").content.decode()
    assert "nothing due; the next card in 8 days" in page
    clock.shift(timedelta(days=9))
    page = alice.get("/progress/").content.decode()
    assert f'<a href="{RECALL}">Recall</a>: 10 of 10 cards due now' in page
