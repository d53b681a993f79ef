"""Hints, steps, starts and hand-ins are rows too: they survive, go along, and count once."""

import json
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

from learn import progress_file
from learn.learner import COOKIE
from quizzes.models import Question
from quizzes.records import Answer, Event
from tests.course import LESSON
from tests.learner import answer, form_of, progress_in, with_choice

PRACTICE, TEST, CHALLENGE = (f"{LESSON}{mode}/" for mode in ("practice", "test", "challenge"))
HTMX = {"HX-Request": "true", "HX-Target": "quiz"}


def quiz(client: Client, address: str = PRACTICE) -> str:
    html = client.get(address).content.decode()
    return html[html.index('id="quiz"') :]


def hint(client: Client, **more: str) -> Any:
    return client.post(f"{PRACTICE}hints/", {**form_of(quiz(client)), **more}, headers=HTMX)


def put_back(client: Client, progress: Any) -> None:
    session = client.session
    session["progress"] = progress
    session.save()


@pytest.mark.parametrize("engine", ["db", "signed_cookies", "cache", "file"])
def test_a_hint_survives_a_lost_session_and_still_costs(alice: Client, engine: str) -> None:
    hint(alice)
    alice.post("/engine/switch/", {"engine": engine})
    alice.cookies.pop(settings.SESSION_COOKIE_NAME)
    assert "Hint 1." in quiz(alice)
    answer(alice, "remember")
    assert "Score 0.90 of 1." in quiz(alice)


def test_an_old_session_makes_no_hint_free(alice: Client) -> None:
    """A hint that was seen costs, whatever cookie is sent with the answer."""
    answer(alice, "login")
    quiz(alice)
    old, cookie = progress_in(alice), alice.cookies[COOKIE].value
    hint(alice)
    put_back(alice, old)
    alice.cookies[COOKIE] = cookie
    assert "Hint 1." not in quiz(alice)
    answer(alice, "remember")
    assert "Score 0.65 of 1." in quiz(alice)
    assert Answer.objects.get(response="remember").hints == 1


def test_a_step_survives_a_lost_session(alice: Client) -> None:
    answer(alice, "remember")
    alice.post(f"{PRACTICE}steps/", {"question": "purpose"})
    Session.objects.all().delete()
    assert quiz(alice).count("<h4 ") == 1


def test_a_doubled_hint_is_one_hint(alice: Client) -> None:
    """The button says which hint it shows; the second click finds it shown."""
    fields = {**form_of(quiz(alice)), "number": "1"}
    for _ in range(3):
        response = alice.post(f"{PRACTICE}hints/", fields, headers=HTMX)
        assert response.status_code == 200
        assert "Hint 1." in response.content.decode()
    assert Event.objects.filter(what=Event.HINT).count() == 1
    assert 'name="number" value="2"' in quiz(alice)


@pytest.mark.parametrize("number", ["", "0", "99", "-1", "x", "9" * 5000, "²"])
def test_a_number_that_no_button_has_is_the_next_hint(alice: Client, number: str) -> None:
    assert "Hint 1." in hint(alice, number=number).content.decode()
    assert list(Event.objects.values_list("number", flat=True)) == [1]


def test_a_new_sitting_is_still_new_after_a_lost_session(alice: Client) -> None:
    answer(alice, "remember")
    alice.post(f"{PRACTICE}sittings/")
    Session.objects.all().delete()
    assert "3 of 3 tries left" in quiz(alice)
    assert progress_in(alice)["marks"] == {
        "django-sessions/configuration/practice": ["-----", "K----"]
    }


def begin_test(client: Client) -> str:
    """A right answer to the first question of a test."""
    fields = form_of(quiz(client, TEST))
    question = Question.objects.get(slug=fields["question"], question_set__mode="test")
    key = question.choices.get(right=True).key
    client.post(f"{TEST}answers/", with_choice(fields, key))
    return question.slug


def hand_in(client: Client) -> None:
    client.post(f"{TEST}handins/", form_of(quiz(client, f"{TEST}?q=summary")))


def file_of(client: Client) -> str:
    return client.get(f"/progress/{progress_file.NAME}").content.decode()


def restore(client: Client, text: str) -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    upload = SimpleUploadedFile("stateful-progress.json", text.encode(), "application/json")
    return client.post("/progress/restores/", {"file": upload})


def test_the_file_does_not_tell_what_is_right_in_a_test_that_is_not_handed_in(
    alice: Client,
) -> None:
    begin_test(alice)
    answer(alice, "login")
    modes = {row["mode"] for row in json.loads(file_of(alice))["rows"]["answers"]}
    assert modes == {"practice"}
    hand_in(alice)
    modes = {row["mode"] for row in json.loads(file_of(alice))["rows"]["answers"]}
    assert modes == {"practice", "test"}


def test_hints_clocks_and_hand_ins_go_along_to_another_browser(alice: Client, bob: Client) -> None:
    hint(alice)
    answer(alice, "remember")
    begin_test(alice)
    hand_in(alice)
    alice.post(f"{CHALLENGE}starts/", form_of(quiz(alice, CHALLENGE)))
    text = file_of(alice)
    for _ in range(2):
        assert restore(bob, text).status_code == 302
    assert "Score 0.90 of 1." in quiz(bob, f"{PRACTICE}?q=purpose")
    assert "Test: result" in quiz(bob, f"{TEST}?q=summary")
    assert "data-clock" in quiz(bob, CHALLENGE)
    alices, bobs = (
        list(Event.objects.filter(learner=one).order_by("created").values_list("what", "question"))
        for one in dict.fromkeys(Event.objects.order_by("pk").values_list("learner", flat=True))
    )
    assert alices == bobs


@pytest.mark.parametrize(
    ("field", "value"), [("what", "gift"), ("number", -1), ("marks", {"x": "KK"}), ("extra", 1)]
)
def test_a_row_that_no_version_wrote_is_not_taken(
    alice: Client, field: str, value: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from learn.learner_rows import UnfitRows
    from quizzes import event_export

    hint(alice)
    event = Event.objects.get()
    [row] = event_export.rows(event.learner, 10)
    with pytest.raises(UnfitRows):
        event_export.bring(event.learner, [{**row, field: value}])


def test_after_a_reset_no_clock_hint_or_hand_in_comes_back(alice: Client) -> None:
    hint(alice)
    answer(alice, "remember")
    begin_test(alice)
    hand_in(alice)
    alice.post(f"{CHALLENGE}starts/", form_of(quiz(alice, CHALLENGE)))
    alice.post("/progress/resets/", {"what": "django-sessions/configuration"})
    Session.objects.all().delete()
    assert "Open the problem" in quiz(alice, CHALLENGE)
    assert "Hint 1." not in quiz(alice)
    assert "Hand in" in quiz(alice, TEST)
    assert Event.objects.count() == 3


@pytest.mark.parametrize("lost", [False, True])
def test_the_result_of_a_test_stands_when_the_bank_is_edited(alice: Client, lost: bool) -> None:
    slug = begin_test(alice)
    hand_in(alice)
    before = progress_in(alice)["marks"]
    question = Question.objects.get(slug=slug, question_set__mode="test")
    right, wrong = question.choices.get(right=True), question.choices.filter(right=False)[0]
    for choice, now_right in ((right, False), (wrong, True)):
        choice.right = now_right
        choice.save()
    if lost:
        Session.objects.all().delete()
    assert "This question was changed" in quiz(alice, f"{TEST}?q={slug}")
    assert '<span class="score">1</span> of 10' in quiz(alice, f"{TEST}?q=summary")
    alice.get("/progress/")
    assert progress_in(alice)["marks"] == before


@pytest.mark.parametrize("lost", [False, True])
def test_a_test_that_was_handed_in_stays_so_when_a_question_is_taken_out(
    alice: Client, lost: bool
) -> None:
    slug = begin_test(alice)
    hand_in(alice)
    question = Question.objects.get(slug=slug, question_set__mode="test")
    question.retired = True
    question.save()
    if lost:
        Session.objects.all().delete()
    assert "Test: result" in quiz(alice, f"{TEST}?q=summary")
    assert "of 9" in quiz(alice, f"{TEST}?q=summary")
