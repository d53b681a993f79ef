"""Beginning anew: a lesson, everything, or as a stranger."""

import json

import pytest
from django.test import Client

from learn.learner import COOKIE
from learn.progress import Progress
from quizzes.records import Answer
from tests.course import LESSON
from tests.learn.keeping import (
    PATH,
    RESETS,
    RESTORES,
    download,
    page,
    restore,
    rows,
    some_answers,
)
from tests.learner import answer, progress_in
from tests.words import told


def ask(client: Client, what: str) -> str:
    response = client.get(RESETS, {"what": what})
    assert response.status_code == 200
    return told(response)


def test_it_asks_first_and_says_what_goes_and_what_stays(alice: Client) -> None:
    some_answers(alice)
    before, session = rows(), progress_in(alice)
    one, everything, forget = (ask(alice, what) for what in (PATH, "all", "forget"))
    assert "Begin “Configuring the session framework” anew?" in one
    assert "Your progress in this lesson" in one
    assert "Your progress in all other lessons." in one
    assert "Begin everything anew?" in everything
    assert "Your progress in all lessons" in everything
    assert "The cookies of this site in this browser: learner" in forget
    for words in (one, everything, forget):
        assert "What ties 3 answers to you." in words
        assert "The answers themselves, for the course's statistics." in words
    assert (rows(), progress_in(alice)) == (before, session)


@pytest.mark.parametrize("what", [PATH, "all", "forget"])
def test_after_it_nothing_comes_back_by_itself(alice: Client, what: str) -> None:
    some_answers(alice)
    learner = Answer.objects.all()[0].learner
    assert alice.post(RESETS, {"what": what}).status_code == 302
    for _ in range(2):
        words = page(alice)
        assert "1 of 5 answered" not in words
        alice.get(f"{LESSON}practice/")
        assert "3 of 3 tries left" in told(alice.get(f"{LESSON}practice/?q=purpose"))
    assert not Answer.objects.filter(learner=learner).exists()
    alice.cookies.pop("sessionid", None)  # a lost session is made anew from rows
    assert "1 of 5 answered" not in page(alice)


def test_the_answers_stay_for_statistics_under_one_new_number(alice: Client) -> None:
    some_answers(alice)
    before = rows()
    alice.post(RESETS, {"what": "all"})
    after = rows()
    stranger = after[0]["learner"]
    assert after == [{**row, "learner": stranger} for row in before]
    assert stranger != before[0]["learner"]
    assert str(stranger) not in str(alice.cookies)
    assert stranger.hex not in json.dumps(progress_in(alice))


def test_one_lesson_leaves_the_others(alice: Client) -> None:
    progress = {
        "at": 1,
        "seen": {PATH: ["why"], "django-sessions/other": ["why"]},
        "marks": {f"{PATH}/practice": ["K", "K"], "django-sessions/other/practice": ["K", "K"]},
    }
    session = alice.session
    session["progress"] = progress
    kept = Progress(session)
    kept.forget(PATH)
    assert set(kept.kept.seen) == {"django-sessions/other"}
    assert set(kept.kept.marks) == {"django-sessions/other/practice"}


def test_another_learner_keeps_everything(alice: Client, bob: Client) -> None:
    some_answers(alice)
    some_answers(bob)
    mine = Answer.objects.order_by("-pk")[0].learner
    alice.post(RESETS, {"what": "forget"})
    assert Answer.objects.filter(learner=mine).count() == 3
    assert "1 of 5 answered" in page(bob)


def test_a_learner_goes_on_after_it(alice: Client) -> None:
    some_answers(alice)
    alice.post(RESETS, {"what": PATH})
    answer(alice, "remember")
    assert "1 of 5 answered, 1 right. Score 1 of 5; your best is 1." in page(alice)


def test_forgotten_the_browser_holds_no_cookie_of_the_learner(alice: Client) -> None:
    some_answers(alice)
    response = alice.post(RESETS, {"what": "forget"})
    for name in (COOKIE, "sessionid"):
        assert response.cookies[name]["max-age"] == 0
        assert not response.cookies[name].value
    words = page(alice)
    assert "This site has forgotten you." in words
    assert "Nothing yet." in words


def test_forgetting_signs_out_and_says_so_before(instructor: Client) -> None:
    answer(instructor, "login")
    assert "you are signed out" in ask(instructor, "forget")
    instructor.post(RESETS, {"what": "forget"})
    assert instructor.get("/admin/").status_code == 302


def test_a_file_brings_back_what_was_reset(alice: Client) -> None:
    some_answers(alice)
    content = download(alice)
    alice.post(RESETS, {"what": "all"})
    restore(alice, content)
    assert "1 of 5 answered, 1 right. Score 0.75 of 5" in page(alice)


@pytest.mark.parametrize("what", ["", "nonsense", "no/where", "django-sessions/nowhere", "a/b/c"])
def test_there_is_nothing_else_to_reset(alice: Client, what: str) -> None:
    some_answers(alice)
    before = rows()
    assert alice.get(RESETS, {"what": what}).status_code == 404
    assert alice.post(RESETS, {"what": what}).status_code == 404
    assert rows() == before


def test_nobody_who_has_nothing_is_made_a_learner_by_asking(bob: Client) -> None:
    for what in (PATH, "all", "forget"):
        assert "no answer of yours is kept" in ask(bob, what)
        bob.post(RESETS, {"what": what})
    assert not bob.session.keys()
    assert COOKIE not in bob.cookies or not bob.cookies[COOKIE].value


@pytest.mark.parametrize("address", [RESTORES, RESETS])
def test_without_the_token_nothing_is_changed(course: None, address: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(address, {"what": "forget"}).status_code == 403
