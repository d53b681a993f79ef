"""Progress comes back from the rows when the session is gone, and rows count, not the session."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from learn.course_versions import touch_course
from learn.learner import COOKIE
from learn.models import Course
from learn.progress import ROOM, Progress
from quizzes.models import Question
from quizzes.records import Answer
from tests.course import LESSON
from tests.learner import answer, progress_in
from tests.words import told


def marks(client: Client) -> dict[str, list[str]]:
    return progress_in(client)["marks"]


def test_a_deleted_session_comes_back_at_the_next_page(alice: Client) -> None:
    answer(alice, "login")
    answer(alice, "remember")
    before = marks(alice)
    Session.objects.all().delete()
    assert "1 of 5 answered, 1 right" in told(alice.get("/progress/"))
    assert marks(alice) == before


def test_a_lost_session_resumes_the_open_question(alice: Client) -> None:
    answer(alice, "login")
    del alice.cookies[settings.SESSION_COOKIE_NAME]
    html = alice.get(f"{LESSON}practice/").content.decode()
    assert "2 of 3 tries left" in html
    assert "it is only one use among many" in html


def test_a_session_of_another_version_of_the_site_is_rebuilt(alice: Client) -> None:
    answer(alice, "remember")
    before = marks(alice)
    session = alice.session
    session["progress"] = {"at": "yesterday", "marks": 7}
    session.save()
    alice.get("/progress/")
    assert marks(alice) == before


def test_a_session_that_was_rolled_back_gains_no_try(alice: Client) -> None:
    answer(alice, "login")
    old = progress_in(alice)
    answer(alice, "static")
    session = alice.session
    session["progress"] = old
    session.save()
    answer(alice, "migrations")
    assert "Not this time." in alice.get(f"{LESSON}practice/").content.decode()
    assert Answer.objects.count() == 3


@pytest.mark.parametrize("hours", [0, -5])
def test_what_a_silent_store_did_not_take_is_on_the_next_page(alice: Client, hours: int) -> None:
    """Its session is as it was before the last answer, which was acknowledged all the same."""
    answer(alice, "login")
    before = Session.objects.get().session_data
    with time_machine.travel(timezone.now() + timedelta(hours=hours)):
        answer(alice, "remember")
        known = marks(alice)
        Session.objects.update(session_data=before)
        assert "Right on the second try." in told(alice.get(f"{LESSON}practice/?q=purpose"))
        assert marks(alice) == known
        again = Session.objects.get().session_data
        alice.get("/progress/")
        assert Session.objects.get().session_data == again  # settled: nothing is written again


def test_what_was_taken_back_for_a_while_is_as_it_was(alice: Client) -> None:
    """Looked at meanwhile, the progress page knows nothing of it."""
    answer(alice, "remember")
    alice.post(f"{LESSON}practice/sittings/")
    answer(alice, "login")
    before = marks(alice)
    questions = Question.objects.filter(question_set__mode="practice")
    published = questions[0].published
    publish(questions, None)
    assert "Right on" not in told(alice.get("/progress/"))
    assert "marks" not in progress_in(alice)
    publish(questions, published)
    assert "Not yet." in told(alice.get(f"{LESSON}practice/"))
    assert marks(alice) == before == {"django-sessions/configuration/practice": ["-----", "K----"]}


def publish(questions: Any, when: datetime | None) -> None:
    questions.update(published=when)
    touch_course(pk=Course.objects.get().pk)


def test_without_the_learners_cookie_it_is_another_learner(alice: Client) -> None:
    answer(alice, "remember")
    alice.cookies.clear()
    assert "Nothing yet" in alice.get("/progress/").content.decode()


@pytest.mark.parametrize("value", ["", "nonsense", "a:b:c", "6d9f:1wK3Zx:forged"])
def test_a_forged_learner_cookie_is_a_new_learner(alice: Client, value: str) -> None:
    alice.cookies[COOKIE] = value
    assert answer(alice, "remember").status_code == 302
    assert alice.cookies[COOKIE].value != value


def test_the_best_sitting_comes_back_too(alice: Client) -> None:
    answer(alice, "remember")
    alice.post(f"{LESSON}practice/sittings/")
    for choice in ("login", "static", "migrations"):
        answer(alice, choice)
    before = marks(alice)
    Session.objects.all().delete()
    alice.get("/progress/")
    assert marks(alice) == before == {"django-sessions/configuration/practice": ["0----", "K----"]}


def test_a_retired_question_does_not_hinder_the_rebuilding(alice: Client) -> None:
    answer(alice, "remember")
    Question.objects.filter(slug="purpose").update(retired=True)
    Session.objects.all().delete()
    assert alice.get("/progress/").status_code == 200


def test_the_progress_of_a_whole_course_fits_a_signed_cookie(client: Client, db: None) -> None:
    """Eight lessons with seven sets of ten questions, all done, and three sittings open."""
    from engines.store import SessionStore

    session = SessionStore(engine="signed_cookies")
    progress = Progress(session, uuid4)
    for lesson in range(8):
        path = f"django-sessions/lesson-number-{lesson}"
        for mode in ("why", "concept", "visualize", "deep", "performance"):
            progress.visit(path, mode)
        for mode in ("practice", "performance", "try", "debug", "challenge", "recall", "test"):
            card = [2, -1, 3.1262 + lesson, 5.3141, 1_790_000_000 + lesson]
            picks = ["good"] if mode == "recall" else ["choice-2", "wrong-7"]
            state = [picks, 2, 3, 1_790_000_000, True, card if mode == "recall" else []]
            states = {f"question-{n}": state for n in range(10)}
            sitting = {
                "seed": f"{lesson:08x}",
                "at": "question-9",
                "states": states,
                "said": {f"question-{n}": "31" for n in range(10)},
                "edition": f"{lesson:06x}",
            }
            marks, badge = f"K{lesson}8-{lesson}HJ0AB", mode == "challenge"
            progress.keep_attempt(f"{path}/{mode}", sitting, marks, badge)
    session.save()
    assert len(settings.SESSION_COOKIE_NAME) + 1 + len(session.session_key) < ROOM


def test_a_browser_that_was_put_back_learns_the_truth_at_the_next_answer(alice: Client) -> None:
    answer(alice, "login")
    alice.get(f"{LESSON}practice/")
    old, cookie = progress_in(alice), alice.cookies[COOKIE].value
    for choice in ("static", "migrations"):
        answer(alice, choice)
    session = alice.session
    session["progress"] = old
    session.save()
    alice.cookies[COOKIE] = cookie
    assert "2 of 3 tries left" in alice.get(f"{LESSON}practice/").content.decode()
    late = answer(alice, "remember")
    assert "This question is finished. Your first result stands." in late.content.decode()
    assert "Not this time." in alice.get(f"{LESSON}practice/").content.decode()
    assert Answer.objects.count() == 3
