"""A visitor's first answers come from two tabs at once: one learner, and both are in view."""

import pytest
from django.test import Client

from quizzes.records import Answer
from tests.course import LESSON
from tests.learner import form_of, with_choice
from tests.words import told

PRACTICE = f"{LESSON}practice/"


def tab_of(visitor: Client, question: str) -> dict[str, str]:
    """The form in a tab of its own."""
    return form_of(visitor.get(f"{PRACTICE}?q={question}").content.decode())


def send(visitor: Client, form: dict[str, str], choice: str, *cookies: str) -> Client:
    """Send a tab's form with these cookies; the browser as this reply alone would leave it."""
    browser = Client(enforce_csrf_checks=True)
    browser.cookies.load({name: visitor.cookies[name].value for name in cookies})
    response = browser.post(f"{PRACTICE}answers/", with_choice(form, choice))
    assert response.status_code == 302
    return browser


@pytest.mark.parametrize("last", [0, 1])
def test_both_answers_are_one_learners_and_in_view(alice: Client, last: int) -> None:
    forms = tab_of(alice, "purpose"), tab_of(alice, "store-setting")
    # Neither reply has come when the other form is sent, and the browser keeps the later cookies.
    browsers = (
        send(alice, forms[0], "remember", "csrftoken"),
        send(alice, forms[1], "engine", "csrftoken"),
    )
    assert len(set(Answer.objects.values_list("learner", flat=True))) == 1
    browser = browsers[last]
    assert "2 of 5 questions answered" in told(browser.get(PRACTICE))
    assert "2 of 5 answered" in told(browser.get("/progress/"))


def test_the_same_question_in_both_tabs_counts_each_try_once(alice: Client) -> None:
    forms = tab_of(alice, "purpose"), tab_of(alice, "purpose")
    send(alice, forms[0], "login", "csrftoken")
    browser = send(alice, forms[1], "remember", "csrftoken")
    assert list(Answer.objects.order_by("pk").values_list("tries", flat=True)) == [1, 2]
    assert "1 of 5 answered, 1 right. Score 0.75 of 5" in told(browser.get("/progress/"))


def test_the_page_after_the_first_answer_is_the_only_one_that_asks_the_rows(alice: Client) -> None:
    browser = send(alice, tab_of(alice, "purpose"), "remember", "csrftoken")
    assert browser.session["progress"]["new"]
    browser.get(PRACTICE)
    assert "new" not in browser.session["progress"]


def test_whoever_is_forgotten_comes_back_as_someone_else(alice: Client) -> None:
    alice.post(f"{PRACTICE}answers/", with_choice(tab_of(alice, "purpose"), "remember"))
    token = alice.cookies["csrftoken"].value
    alice.post("/progress/resets/", {"what": "forget"})
    assert alice.cookies["csrftoken"].value != token
