"""How sure a learner is: said or not, kept with the answer, told back as calibration."""

import html
import re
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from quizzes.certainty import Certainty, calibration
from quizzes.records import Answer
from tests.course import LESSON
from tests.learner import answer, form_of, progress_in, with_choice

HTMX = {"HX-Request": "true", "HX-Target": "quiz"}
PRACTICE = f"{LESSON}practice/"


def words_of(response: Any) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def certainties(page: str) -> dict[str, bool]:
    """By value: is it chosen?"""
    found = re.findall(r'name="certainty" value="(\d)"( checked)?', page)
    return {value: bool(checked) for value, checked in found}


def test_it_is_offered_and_nothing_is_chosen(alice: Client) -> None:
    page = alice.get(PRACTICE).content.decode()
    assert certainties(page) == {"1": False, "2": False, "3": False}
    assert "How sure are you? You need not say." in page


@pytest.mark.parametrize("said", list(Certainty))
def test_it_is_kept_with_the_answer(alice: Client, said: Certainty) -> None:
    answer(alice, "login", certainty=str(said.value))
    assert Answer.objects.get().certainty == said


@pytest.mark.parametrize("said", ["", "0", "4", "sure", "1.0", "x" * 10_000, "\x00"])
def test_nothing_or_nonsense_is_nothing_said(alice: Client, said: str) -> None:
    assert answer(alice, "login", certainty=said).status_code == 302
    assert Answer.objects.get().certainty is None


def test_an_answer_without_it_counts(alice: Client) -> None:
    assert answer(alice, "remember").status_code == 302
    assert Answer.objects.get().certainty is None


def test_without_an_answer_it_is_no_answer_and_stays_chosen(alice: Client) -> None:
    fields = {**form_of(alice.get(PRACTICE).content.decode()), "certainty": "3"}
    response = alice.post(f"{PRACTICE}answers/", fields, headers=HTMX)
    assert response.status_code == 422
    assert certainties(response.content.decode())["3"]
    assert not Answer.objects.exists()


def test_it_stays_chosen_while_a_hint_is_read_and_not_for_the_next_try(alice: Client) -> None:
    fields = with_choice(form_of(alice.get(PRACTICE).content.decode()), "login", certainty="2")
    hint = alice.post(f"{PRACTICE}hints/", fields, headers=HTMX).content.decode()
    assert certainties(hint) == {"1": False, "2": True, "3": False}
    tried = alice.post(f"{PRACTICE}answers/", fields, headers=HTMX).content.decode()
    assert "Not yet." in tried
    assert not any(certainties(tried).values())


def test_a_finished_question_asks_no_more(alice: Client) -> None:
    answer(alice, "remember")
    assert certainties(alice.get(PRACTICE).content.decode()) == {}


def test_the_summary_tells_how_right_the_learner_was_to_be_sure(alice: Client) -> None:
    answer(alice, "login", certainty="3")
    answer(alice, "static")
    answer(alice, "remember", certainty="1")
    summary = words_of(alice.get(f"{PRACTICE}?q=summary"))
    assert (
        "How sure you were: sure, 0 of 1 right; guess, 1 of 1 right. Sure and wrong: 1." in summary
    )


def test_the_summary_is_silent_where_nothing_was_said(alice: Client) -> None:
    answer(alice, "login")
    assert "How sure" not in words_of(alice.get(f"{PRACTICE}?q=summary"))


def test_a_lost_session_tells_the_same(alice: Client) -> None:
    answer(alice, "login", certainty="3")
    answer(alice, "static")
    answer(alice, "remember", certainty="1")
    before = words_of(alice.get(f"{PRACTICE}?q=summary"))
    said = progress_in(alice)["open"]["django-sessions/configuration/practice"]["said"]
    assert said == {"purpose": "3-1"}
    alice.cookies.pop("sessionid")
    after = words_of(alice.get(f"{PRACTICE}?q=summary"))
    pattern = r"How sure you were.*?Sure and wrong: \d+"
    assert re.findall(pattern, after) == re.findall(pattern, before) != []


def test_the_session_does_not_tell_whether_the_sure_one_was_right(alice: Client) -> None:
    answer(alice, "login", certainty="3")
    kept = progress_in(alice)["open"]["django-sessions/configuration/practice"]
    assert kept["said"] == {"purpose": "3"}


@given(st.lists(st.tuples(st.sampled_from(list(Certainty)), st.booleans())))
def test_calibration_counts_every_answer_once(said: list[tuple[int, bool]]) -> None:
    told = calibration(said)
    assert sum(of for _, _, of in told.rows) == len(said)
    assert sum(right for _, right, _ in told.rows) == sum(right for _, right in said)
    assert told.sure_and_wrong == said.count((Certainty.SURE, False))
    assert bool(told) == bool(said)
