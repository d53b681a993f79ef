"""Prove it: only under a finished question, and only of the experiment's own sessions."""

from typing import Any

import pytest
from django.test import Client

from lab.experiments import allowance, pool
from quizzes import proof_views
from quizzes.records import Answer, Event
from tests.course import LESSON
from tests.learner import answer, form_of, progress_in, with_choice

PROOFS = f"{LESSON}practice/proofs/"


@pytest.fixture(autouse=True)
def enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proof_views, "ALLOWANCE", allowance.Allowance())


def prove(client: Client, question: str = "purpose", **headers: Any) -> Any:
    return client.post(PROOFS, {"question": question}, **headers)


def test_an_open_question_has_no_button_and_proves_nothing(alice: Client) -> None:
    assert b"Prove it" not in alice.get(f"{LESSON}practice/").content
    response = prove(alice, headers={"HX-Request": "true"})
    assert response.status_code == 422
    assert b"it opens when the question is finished" in response.content
    assert b"django did" not in response.content.lower()


def test_a_wrong_try_does_not_open_it(alice: Client) -> None:
    answer(alice, "login")
    assert prove(alice, headers={"HX-Request": "true"}).status_code == 422


def test_a_finished_question_is_proved_choice_by_choice(alice: Client) -> None:
    answer(alice, "remember")
    assert b"Prove it" in alice.get(f"{LESSON}practice/?q=purpose").content
    html = prove(alice).content.decode()
    assert html.count("Django did otherwise") == 3
    assert html.count(">Django did the same") == 1
    assert "Set-Cookie: sessionid=" in html
    assert "<html" in html


def test_with_htmx_it_is_a_fragment(alice: Client) -> None:
    answer(alice, "remember")
    html = prove(alice, headers={"HX-Request": "true"}).content.decode()
    assert html.strip().startswith('<section id="proof"')
    assert "data-focus" in html


def test_each_choice_that_is_a_configuration_is_run(alice: Client) -> None:
    answer(alice, "remember")
    page = alice.get(f"{LESSON}practice/?q=store-setting").content.decode()
    alice.post(f"{LESSON}practice/answers/", with_choice(form_of(page), "engine"))
    html = prove(alice, "store-setting").content.decode()
    assert html.count("<summary>") == 4
    assert html.count(">Django did the same") == 1


def test_it_leaves_the_learner_as_they_were(alice: Client) -> None:
    answer(alice, "remember")
    before = progress_in(alice), alice.session.session_key, dict(alice.session)
    rows = Answer.objects.count(), Event.objects.count()
    prove(alice)
    assert (progress_in(alice), alice.session.session_key, dict(alice.session)) == before
    assert (Answer.objects.count(), Event.objects.count()) == rows


def test_a_question_of_another_name_proves_nothing(alice: Client) -> None:
    assert prove(alice, "nowhere").status_code == 200  # the page, with a notice
    assert b"it opens when the question is finished" in prove(alice, "nowhere").content


def test_it_takes_a_post_with_its_token(course: None) -> None:
    assert Client().get(PROOFS).status_code == 405
    assert Client(enforce_csrf_checks=True).post(PROOFS).status_code == 403


def test_too_many_runs_are_put_off(alice: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proof_views, "ALLOWANCE", allowance.Allowance(runs=1))
    answer(alice, "remember")
    assert prove(alice).status_code == 200
    late = prove(alice)
    assert late.status_code == 429
    assert b"1 runs a minute are enough for one visitor. Try it again in" in late.content


def test_a_busy_server_says_so(alice: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: Any, **__: Any) -> Any:
        raise pool.Busy("Other experiments are running. Try it again in a few seconds.")

    monkeypatch.setattr("quizzes.proofs.run_experiment", busy)
    answer(alice, "remember")
    response = prove(alice, headers={"HX-Request": "true"})
    assert response.status_code == 503
    assert b"Other experiments are running" in response.content
    assert b"Prove it" in response.content
