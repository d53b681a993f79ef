"""Answers to questions of every kind, as a browser sends them, good and bad."""

import random
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

from engines.limits import cookie_limit, cookie_size
from quizzes.kinds import kind_of
from quizzes.kinds.form_values import form_value
from quizzes.kinds.gaps import gap_field
from quizzes.models import Question
from quizzes.records import Answer
from quizzes.schema import Item
from tests.course import LESSON
from tests.learner import progress_in
from tests.quizzes.items import fields, right_response, wrong_responses
from tests.words import told

TRY = f"{LESSON}try/"
ANSWERS, HINTS = f"{TRY}answers/", f"{TRY}hints/"
HTMX = {"HX-Request": "true", "HX-Target": "quiz"}
QUESTIONS = ["sweep", "visits", "need-the-app", "a-changed-session", "both-clocks"]
EVERY = pytest.mark.parametrize("slug", QUESTIONS)
CHOSEN = pytest.mark.parametrize("slug", QUESTIONS[1:])  # whatever is typed is an answer
ALL_NEEDED = pytest.mark.parametrize("slug", ["visits", "a-changed-session", "both-clocks"])


def lesson_of(question: Question) -> str:
    lesson = question.question_set.lesson
    return f"/learn/{lesson.course.slug}/{lesson.slug}/"


def item_at(slug: str) -> Item:
    return Question.objects.get(slug=slug).item()


def send(client: Client, slug: str, response: str, **more: Any) -> Any:
    return client.post(ANSWERS, {"question": slug, **fields(item_at(slug), response)}, **more)


def shown(client: Client, slug: str) -> str:
    page = client.get(f"{TRY}?q={slug}").content.decode()
    return page[page.index('id="quiz"') :]


@EVERY
def test_the_right_answer_scores_1_and_opens_the_solution(alice: Client, slug: str) -> None:
    send(alice, slug, right_response(item_at(slug)))
    html = shown(alice, slug)
    assert "Right on the first try. Score 1 of 1." in html
    assert "Show the solution, step by step" in html
    assert Answer.objects.get().right


@EVERY
def test_three_wrong_answers_end_it_and_the_right_one_is_shown(alice: Client, slug: str) -> None:
    for response in wrong_responses(item_at(slug))[:3]:
        assert send(alice, slug, response).status_code == 302
    html = shown(alice, slug)
    assert "Not this time." in html
    assert 'choice right"' in html or item_at(slug).kind == "order"
    assert Answer.objects.filter(right=False).count() == 3
    assert "is finished" in send(alice, slug, right_response(item_at(slug))).content.decode()


@EVERY
def test_the_same_answer_again_takes_no_try(alice: Client, slug: str) -> None:
    response = wrong_responses(item_at(slug))[0]
    send(alice, slug, response)
    again = send(alice, slug, response, headers=HTMX)
    assert again.status_code == 422
    assert "You have tried that one" in again.content.decode()
    assert "2 of 3 tries left" in again.content.decode()
    assert Answer.objects.count() == 1


@EVERY
@pytest.mark.parametrize("value", [None, "", "x" * 100_000, "\x00"])
def test_a_bad_answer_is_an_error_beside_the_question(
    alice: Client, slug: str, value: str | None
) -> None:
    item = item_at(slug)
    bad = {} if value is None else dict.fromkeys(kind_of(item).field_names(item), value)
    form = {"question": slug, **bad}
    fragment, page = alice.post(ANSWERS, form, headers=HTMX), alice.post(ANSWERS, form)
    assert (fragment.status_code, page.status_code) == (422, 200)
    for response in (fragment, page):
        html = response.content.decode()
        assert 'id="answer-error"' in html
        assert 'role="alert"' in html
        assert "No try was taken" in html
        assert "3 of 3 tries left" in html
        assert len(html) < 60_000
    assert Answer.objects.count() == 0
    assert progress_in(alice) is None


@CHOSEN
def test_a_foreign_key_is_refused(alice: Client, slug: str) -> None:
    foreign = dict.fromkeys(kind_of(item_at(slug)).field_names(item_at(slug)), "foreign")
    response = alice.post(ANSWERS, {"question": slug, **foreign}, headers=HTMX)
    assert response.status_code == 422
    assert "No try was taken" in response.content.decode()
    assert Answer.objects.count() == 0


@CHOSEN
def test_a_part_sent_twice_is_refused(alice: Client, slug: str) -> None:
    item = item_at(slug)
    doubled = {name: [*value, *value] for name, value in fields(item, right_response(item)).items()}
    response = alice.post(ANSWERS, {"question": slug, **doubled}, headers=HTMX)
    assert response.status_code == 422
    assert Answer.objects.count() == 0


@EVERY
def test_a_hint_keeps_what_was_begun_with_and_without_htmx(alice: Client, slug: str) -> None:
    item = item_at(slug)
    named = fields(item, wrong_responses(item)[-1])
    begun = {name: named[name] for name in kind_of(item).field_names(item)}
    fragment = alice.post(HINTS, {"question": slug, **begun}, headers=HTMX).content.decode()
    redirect = alice.post(HINTS, {"question": slug, **begun})
    assert redirect["Location"] == f"{TRY}?q={slug}&{urlencode(begun, doseq=True)}#quiz"
    page = alice.get(redirect["Location"].removesuffix("#quiz")).content.decode()
    for html in (fragment, page):
        if item.kind == "typed":
            assert f'name="typed" value="{begun["typed"][0]}"' in html
        else:
            marked = " checked" if item.kind == "choices" else " selected"
            assert html.count(marked) == sum(map(len, begun.values()))


@ALL_NEEDED
def test_an_error_keeps_what_was_sent(alice: Client, slug: str) -> None:
    item = item_at(slug)
    begun = fields(item, right_response(item))
    begun.popitem()
    html = alice.post(ANSWERS, {"question": slug, **begun}).content.decode()
    assert html.count(" selected") == len(begun)


@EVERY
def test_a_lost_session_comes_back_from_the_rows(alice: Client, slug: str) -> None:
    send(alice, slug, wrong_responses(item_at(slug))[0])
    before, kept = shown(alice, slug), progress_in(alice)
    Session.objects.all().delete()
    assert verdict(shown(alice, slug)) == verdict(before)
    assert progress_in(alice)["marks"] == kept["marks"]


def verdict(html: str) -> str:
    return html[html.index('class="verdict') :].split("</p>")[0]


def test_what_is_right_in_part_counts_in_part_and_is_called_so(alice: Client) -> None:
    send(alice, "sweep", "clearsessions")
    steps = "cookie read select set update answer".split()
    for first, second in ((0, 1), (2, 3), (4, 5)):
        order = list(steps)
        order[first], order[second] = order[second], order[first]
        send(alice, "a-changed-session", ",".join(order))
    html = shown(alice, "a-changed-session")
    assert "Not this time. 4 of 6 steps are in place." in html
    assert "Score 0.15 of 1." in html
    assert progress_in(alice)["marks"]["django-sessions/configuration/try"][0] == "K--c-"
    summary = told(shown(alice, "summary"))
    assert "1 right, 1 right in part, 0 wrong, 3 still open" in summary
    assert "2 of 5 answered, 1 right, 1 in part." in told(alice.get("/progress/"))


def test_right_parts_stay_and_need_not_be_given_again(alice: Client) -> None:
    send(alice, "need-the-app", "cache,db")
    html = shown(alice, "need-the-app")
    right, wrong = (form_value("need-the-app", key) for key in ("db", "cache"))
    assert f'<input type="hidden" name="choice" value="{right}">' in html
    assert wrong not in html
    send(alice, "visits", "holder=session,save=copy,start=nought")
    html = shown(alice, "visits")
    holder, held = gap_field(item_at("visits"), "holder"), form_value("visits", "session")
    filled = f'<input type="hidden" name="{holder}" value="{held}">'
    assert filled in " ".join(html.split())
    assert form_value("visits", "copy") not in html
    assert form_value("visits", "attribute") in html


def test_an_edit_of_what_was_answered_breaks_nothing(alice: Client) -> None:
    for slug in QUESTIONS:
        send(alice, slug, wrong_responses(item_at(slug))[0])
        Question.objects.get(slug=slug).choices.order_by("pk")[0].delete()
        assert alice.get(f"{TRY}?q={slug}").status_code == 200
    assert alice.get("/progress/").status_code == 200


@pytest.mark.slow
def test_the_longest_answers_to_the_whole_course_fit_a_signed_cookie(alice: Client) -> None:
    """Everything answered wrong, three tries each; what is typed as long and odd as may be."""
    alice.post("/engine/switch/", {"engine": "signed_cookies"})
    for question in Question.objects.order_by("question_set", "position"):
        item, mode = question.item(), question.question_set.mode
        for number, response in enumerate(sorted(wrong_responses(item), key=len)[-3:]):
            if item.kind == "typed":
                odd = random.Random(number).sample(range(0x4E00, 0x9E00), 80)  # noqa: S311
                response = "".join(map(chr, odd))
            form = {"question": item.id, **fields(item, response)}
            alice.post(f"{lesson_of(question)}{mode}/answers/", form)
    cookie = alice.cookies[settings.SESSION_COOKIE_NAME].value
    assert ":" in cookie
    assert cookie_size(cookie) < cookie_limit()
