"""Answering: what is kept, what is told, and what a wrong or doubled form does."""

import re
import uuid
from typing import Any

import pytest
from django.test import Client

from learn.learner import COOKIE
from quizzes.kinds import item_version
from quizzes.kinds.form_values import form_value
from quizzes.models import Question
from quizzes.records import Answer
from tests.course import LESSON
from tests.learner import answer, form_of, progress_in, with_choice

pytestmark = pytest.mark.quick

ANSWERS, HINTS, STEPS = (f"{LESSON}practice/{name}/" for name in ("answers", "hints", "steps"))
HTMX = {"HX-Request": "true", "HX-Target": "quiz"}


def quiz(client: Client, address: str = f"{LESSON}practice/") -> str:
    html = client.get(address).content.decode()
    return html[html.index('id="quiz"') :]


def test_a_wrong_answer_says_why_leaves_tries_and_offers_a_hint(alice: Client) -> None:
    answer(alice, "login")
    html = quiz(alice)
    assert "it is only one use among many" in html
    assert "Not yet. 2 tries left." in html
    assert "hints/" in html
    assert form_value("purpose", "login") not in html
    assert "How to get there" not in html


def test_a_right_answer_explains_every_wrong_choice(alice: Client) -> None:
    answer(alice, "remember")
    html = quiz(alice)
    assert "Right on the first try. Score 1 of 1." in html
    assert "That is the work of" in html
    assert "Show the solution, step by step" in html


def test_the_solution_comes_one_step_at_a_time_then_check_and_mistakes(alice: Client) -> None:
    answer(alice, "remember")
    for shown, step in enumerate(["Find what HTTP lacks", "See what a session", "Compare the"]):
        html = quiz(alice)
        assert html.count("<h4 ") == shown
        assert "Quick check" not in html
        alice.post(STEPS, {"question": "purpose"})
        assert step in quiz(alice)
    html = quiz(alice)
    assert "Quick check" in html
    assert "Common mistakes" in html
    assert "<q class=" in html
    assert "[[" not in html


def test_out_of_tries_the_right_choice_is_shown(alice: Client) -> None:
    for choice in ("login", "static", "migrations"):
        answer(alice, choice)
    html = quiz(alice)
    assert "Not this time." in html
    assert "Score 0 of 1" in html
    assert 'class="choice right"' in html
    assert Answer.objects.count() == 3


def test_an_answer_is_a_row_with_all_that_analysis_needs(alice: Client) -> None:
    alice.post(HINTS, form_of(quiz(alice)))
    answer(alice, "login")
    answer(alice, "remember")
    first, second = Answer.objects.order_by("pk")
    assert (first.response, first.right, first.tries, first.hints) == ("login", False, 1, 1)
    assert (second.response, second.right, second.tries, second.hints) == ("remember", True, 2, 1)
    assert first.learner == second.learner
    assert first.sitting == second.sitting
    assert sorted(first.shown) == ["login", "migrations", "remember", "static"]
    assert first.engine == "db"
    assert first.version == item_version(Question.objects.get(slug="purpose").item())
    assert first.milliseconds is not None


def test_the_choices_stand_where_the_learner_saw_them(alice: Client) -> None:
    page = quiz(alice)
    fields = form_of(page)
    alice.post(ANSWERS, with_choice(fields, "login"))
    seen = sorted(
        Answer.objects.get().shown, key=lambda key: page.index(form_value("purpose", key))
    )
    assert Answer.objects.get().shown == seen


def test_a_doubled_form_counts_once(alice: Client) -> None:
    fields = with_choice(form_of(quiz(alice)), "login")
    first = alice.post(ANSWERS, fields, headers=HTMX)
    second = alice.post(ANSWERS, fields, headers=HTMX)
    assert Answer.objects.count() == 1
    assert (first.status_code, second.status_code) == (200, 200)
    assert "2 of 3 tries left" in second.content.decode()


def test_a_choice_that_was_tried_takes_no_other_try(alice: Client) -> None:
    answer(alice, "login")
    again = alice.post(ANSWERS, with_choice(form_of(quiz(alice)), "login"), headers=HTMX)
    assert again.status_code == 422
    assert "You have tried that one" in again.content.decode()
    assert Answer.objects.count() == 1


@pytest.mark.parametrize("choice", [None, "", "nonsense", "x" * 10_000, "right", "\x00"])
def test_no_or_an_unknown_choice_is_an_error_beside_the_field(
    alice: Client, choice: str | None
) -> None:
    fields = form_of(quiz(alice)) | ({} if choice is None else {"choice": choice})
    fragment, page = alice.post(ANSWERS, fields, headers=HTMX), alice.post(ANSWERS, fields)
    assert (fragment.status_code, page.status_code) == (422, 200)
    for response in (fragment, page):
        html = response.content.decode()
        assert 'id="answer-error"' in html
        assert 'aria-describedby="answer-error"' in html
        assert "No try was taken" in html
    assert "<html" in page.content.decode()
    assert Answer.objects.count() == 0
    assert COOKIE not in alice.cookies


def test_an_answer_after_the_end_changes_nothing(alice: Client) -> None:
    answer(alice, "remember")
    late = alice.post(ANSWERS, with_choice({"question": "purpose"}, "login"), headers=HTMX)
    assert late.status_code == 422
    assert Answer.objects.count() == 1


def test_a_step_before_the_end_is_refused_and_not_shown(alice: Client) -> None:
    answer(alice, "login")
    early = alice.post(STEPS, {"question": "purpose"}, headers=HTMX)
    assert early.status_code == 422
    assert "opens when you have answered" in early.content.decode()
    assert "Find what HTTP lacks" not in early.content.decode()


def test_more_hints_than_there_are_is_refused(alice: Client) -> None:
    for _ in range(2):
        assert alice.post(HINTS, form_of(quiz(alice)), headers=HTMX).status_code == 200
    third = alice.post(HINTS, form_of(quiz(alice)), headers=HTMX)
    assert third.status_code == 422
    assert "no more hints" in third.content.decode()


def test_a_hint_keeps_the_choice_that_was_marked(alice: Client) -> None:
    fields = with_choice(form_of(quiz(alice)), "static")
    html = alice.post(HINTS, fields, headers=HTMX).content.decode()
    assert f'value="{fields["choice"]}"' in html.split(" checked")[0].rsplit("<input", 1)[1]


@pytest.mark.parametrize("name", ["answers", "hints", "steps", "sittings"])
def test_only_a_post_acts(alice: Client, name: str) -> None:
    assert alice.get(f"{LESSON}practice/{name}/").status_code == 405


@pytest.mark.parametrize("name", ["answers", "hints", "steps", "sittings", "readings"])
def test_a_post_without_the_token_changes_nothing_and_says_so(course: None, name: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    response = strict.post(
        f"{LESSON}practice/{name}/", {"choice": form_value("purpose", "remember")}
    )
    assert response.status_code == 403
    assert "nothing was changed" in response.content.decode()
    assert Answer.objects.count() == 0


def test_an_answer_from_the_foot_of_a_text_comes_back_there(alice: Client) -> None:
    response = answer(alice, "remember", mode="why")
    assert response["Location"] == f"{LESSON}why/?q=purpose#quiz"
    assert 'class="choice right"' in quiz(alice, f"{LESSON}why/")


def test_performance_has_questions_of_its_own(alice: Client) -> None:
    assert "question 1 of 3" in quiz(alice, f"{LESSON}performance/")
    assert "question 1 of 5" in quiz(alice, f"{LESSON}concept/")


def right(slug: str) -> str:
    return Question.objects.get(slug=slug).choices.get(right=True).key


def finish(client: Client, mode: str = "practice") -> None:
    asked = Question.objects.filter(
        question_set__mode=mode, question_set__lesson__slug="configuration"
    )
    for slug in asked.values_list("slug", flat=True):
        page = client.get(f"{LESSON}{mode}/?q={slug}").content.decode()
        client.post(f"{LESSON}{mode}/answers/", with_choice(form_of(page), right(slug)))


def test_after_the_last_question_comes_a_summary(alice: Client) -> None:
    finish(alice)
    assert "See the summary" in quiz(alice)
    html = quiz(alice, f"{LESSON}practice/?q=summary")
    assert '<span class="score">5</span> of 5' in html
    assert "5 right, 0 wrong" in html


def test_practising_again_starts_afresh_and_keeps_the_best(alice: Client) -> None:
    finish(alice)
    alice.post(f"{LESSON}practice/sittings/")
    html = quiz(alice)
    assert "question 1 of 5" in html
    assert "0 right, 0 wrong, 5 to go" in html
    for choice in ("login", "static", "migrations"):
        answer(alice, choice)
    assert "your best is 5" in quiz(alice, f"{LESSON}practice/?q=summary")
    assert Answer.objects.count() == 8


def test_a_reload_resumes_where_it_was(alice: Client) -> None:
    answer(alice, "login")
    first, second = (
        re.findall(r'class="choice[^>]*>|name="choice" value="[^"]+"', quiz(alice)) for _ in "ab"
    )
    assert first == second
    assert 'class="choice wrong">' in first


def test_the_learners_cookie_comes_with_the_first_answer_and_says_nothing(alice: Client) -> None:
    alice.get(f"{LESSON}practice/")
    assert COOKIE not in alice.cookies
    response = answer(alice, "login")
    cookie = response.cookies[COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == 365 * 24 * 3600
    learner, changed = cookie.value.split(":")[0].split(".")
    assert uuid.UUID(learner) == Answer.objects.get().learner
    assert int(changed) == progress_in(alice)["at"]


def test_two_learners_have_their_own_rows_and_progress(alice: Client, bob: Client) -> None:
    answer(alice, "remember")
    answer(bob, "login")
    one, other = Answer.objects.order_by("pk")
    assert one.learner != other.learner
    assert progress_in(alice)["marks"] != progress_in(bob)["marks"]


def test_ten_thousand_fields_are_refused_and_nothing_is_lost(alice: Client) -> None:
    answer(alice, "login")
    before = progress_in(alice)
    many: dict[str, Any] = {f"field-{number}": "x" for number in range(10_000)}
    assert alice.post(ANSWERS, many).status_code == 400
    assert progress_in(alice) == before
