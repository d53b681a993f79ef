"""What a page and an answer ask of the database, beside the session's own statements."""

import math
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from learn import known_courses
from learn.catalogue import load_course
from quizzes.bank import known_sets
from quizzes.kinds.form_values import form_value
from quizzes.models import Question
from tests.course import LESSON
from tests.learner import form_of, with_choice
from tests.quizzes.queries import asked

RECORDS = ("SELECT quizzes_event", "SELECT quizzes_answer")


@pytest.fixture(autouse=True)
def _warm(alice: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Content is in memory from the first page on, and the second has not passed."""
    monkeypatch.setattr(known_courses, "REFRESH_SECONDS", math.inf)
    load_course.forget_all()
    known_sets.forget_all()
    alice.get(f"{LESSON}why/")


LOGIN = form_value("purpose", "login")


def page(client: Client, mode: str) -> dict[str, str]:
    return form_of(client.get(f"{LESSON}{mode}/").content.decode())


def post(client: Client, mode: str, name: str, **more: str) -> Any:
    fields = {**page(client, mode), **more}
    return lambda: client.post(f"{LESSON}{mode}/{name}/", fields)


def right_answer(client: Client, mode: str) -> Any:
    fields = page(client, mode)
    chosen = with_choice(fields, right(fields["question"]))
    return lambda: client.post(f"{LESSON}{mode}/answers/", chosen)


def right(slug: str) -> str:
    return str(Question.objects.filter(slug=slug)[0].choices.get(right=True).key)


@pytest.mark.parametrize(
    "mode", ["why", "concept", "performance", "practice", "challenge", "recall", "test"]
)
def test_reading_a_lesson_page_asks_for_nothing_but_the_session(alice: Client, mode: str) -> None:
    assert asked(lambda: alice.get(f"{LESSON}{mode}/")) == []
    post(alice, "practice", "answers", choice=LOGIN)()
    post(alice, "challenge", "starts")()
    right_answer(alice, "test")()
    alice.get(f"{LESSON}{mode}/")
    assert asked(lambda: alice.get(f"{LESSON}{mode}/")) == []


def test_the_first_answer_of_a_new_visitor_costs_what_any_answer_does(alice: Client) -> None:
    """Another tab may have made the same visitor a learner just now."""
    first = post(alice, "practice", "answers", choice=LOGIN)
    assert asked(first) == [*RECORDS, "INSERT quizzes_answer"]


def test_the_page_after_the_first_answer_asks_for_all_records_once(alice: Client) -> None:
    post(alice, "practice", "answers", choice=LOGIN)()
    assert len(asked(lambda: alice.get(f"{LESSON}practice/"))) > 1
    assert asked(lambda: alice.get(f"{LESSON}practice/")) == []


@pytest.mark.parametrize("mode", ["practice", "test", "challenge"])
def test_an_answer_asks_for_attempt_and_records_and_adds_a_row(alice: Client, mode: str) -> None:
    post(alice, "practice", "hints")()
    if mode == "challenge":
        post(alice, "challenge", "starts")()
    assert asked(right_answer(alice, mode)) == [*RECORDS, "INSERT quizzes_answer"]


def test_a_rating_costs_what_an_answer_does(alice: Client) -> None:
    post(alice, "practice", "hints")()
    post(alice, "recall", "turns")()
    rating = post(alice, "recall", "ratings", rating="good")
    assert asked(rating) == [*RECORDS, "INSERT quizzes_answer"]


@pytest.mark.parametrize(("mode", "name"), [("practice", "hints"), ("challenge", "starts")])
def test_a_hint_and_the_opening_of_a_problem_cost_what_an_answer_does(
    alice: Client, mode: str, name: str
) -> None:
    expected = [*RECORDS, "INSERT quizzes_event"]
    assert asked(post(alice, mode, name)) == expected
    other = "store-setting" if mode == "practice" else "header-to-settings"
    assert asked(post(alice, mode, name, question=other)) == expected


def test_turning_a_card_asks_for_nothing_but_the_session(alice: Client) -> None:
    assert asked(post(alice, "recall", "turns")) == []


def test_outside_a_test_there_is_no_transaction_around_an_answer(
    transactional_db: None, alice: Client
) -> None:
    """One INSERT commits by itself; BEGIN and COMMIT would be two round trips more."""
    post(alice, "practice", "hints")()
    given = right_answer(alice, "practice")
    with CaptureQueriesContext(connection) as queries:
        given()
    verbs = [one["sql"].split()[0] for one in queries if "django_session" not in one["sql"]]
    assert verbs == ["SELECT", "SELECT", "INSERT"]
