"""Progress: one small JSON value in the session, written when it changes and not otherwise."""

import json

from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from learn.marks import Marks, mark, points
from learn.progress import Progress
from tests.course import LESSON
from tests.learner import answer, progress_in


def test_it_owns_one_key_that_is_plain_json(alice: Client) -> None:
    answer(alice, "login")
    assert set(alice.session.keys()) == {"progress"}
    kept = progress_in(alice)
    assert kept == json.loads(json.dumps(kept))


def test_a_visit_is_noted_only_once_there_is_a_session(alice: Client) -> None:
    alice.get(f"{LESSON}why/")
    assert progress_in(alice) is None
    answer(alice, "login")
    alice.get(f"{LESSON}why/")
    assert progress_in(alice)["here"] == "django-sessions/configuration/why"


def test_the_same_page_again_writes_nothing(alice: Client) -> None:
    answer(alice, "login")
    alice.get(f"{LESSON}why/")
    assert 'session-writes;desc="none"' in alice.get(f"{LESSON}why/")["Server-Timing"]


def test_the_lesson_leads_to_the_mode_last_visited_else_the_first(alice: Client) -> None:
    assert alice.get(LESSON)["Location"] == f"{LESSON}why/"
    answer(alice, "login")
    alice.get(f"{LESSON}concept/")
    assert alice.get(LESSON)["Location"] == f"{LESSON}concept/"


def test_the_home_page_goes_on_where_the_learner_left_off(alice: Client) -> None:
    assert "Start: What sessions are" in alice.get("/").content.decode()
    answer(alice, "login")
    assert "Continue: Configuring" in alice.get("/").content.decode()


def test_done_marks_the_text_and_goes_on_to_the_next(alice: Client) -> None:
    response = alice.post(f"{LESSON}why/readings/")
    assert response["Location"] == f"{LESSON}concept/"
    html = alice.get(f"{LESSON}concept/").content.decode()
    assert f'<a href="{LESSON}why/" class="done">' in html


def test_the_page_says_what_is_kept_and_until_when(alice: Client) -> None:
    answer(alice, "login")
    html = alice.get("/progress/").content.decode()
    until = Progress(alice.session).until
    assert until is not None
    assert f"{until.day} {until:%B %Y}" in html
    assert "a row in django_session" in html


@given(st.integers(min_value=0, max_value=20))
def test_a_score_in_twentieths_survives_its_mark(twentieths: int) -> None:
    assert points(mark(twentieths / 20)) == twentieths / 20


def test_marks_count_what_they_show() -> None:
    marks = Marks("K0-A", "KKKK")
    assert (marks.right, marks.wrong, marks.open, marks.answered) == (2, 1, 1, 3)
    assert (marks.points, marks.best_points, marks.complete) == (1.5, 4.0, False)
    assert marks.words == ["right", "wrong", "", "right"]
