"""The session is lost between a page and its form: the learner goes on, on every engine."""

import re
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from engines.registry import ENGINES
from learn.learner import COOKIE
from quizzes.records import Answer
from tests.course import LESSON
from tests.learner import answer, form_of, progress_in, with_choice
from tests.words import told

HTMX = {"HX-Request": "true", "HX-Target": "quiz"}
PRACTICE = f"{LESSON}practice/"
SESSION = settings.SESSION_COOKIE_NAME


def lose_store(client: Client, folder: str) -> None:
    """Rows, cache entries and files are gone. A signed cookie has no store to lose."""
    Session.objects.all().delete()
    cache.clear()
    for file in Path(folder).iterdir():
        shutil.rmtree(file) if file.is_dir() else file.unlink()


def clear_cookie(client: Client, folder: str) -> None:
    client.cookies.pop(SESSION)


def tamper(client: Client, folder: str) -> None:
    """As `django.core.signing` writes it, and as a key: in the middle, another letter."""
    value = client.cookies[SESSION].value
    place = len(value) // 2
    client.cookies[SESSION] = (
        value[:place] + ("a" if value[place] != "a" else "b") + value[place + 1 :]
    )


LOSSES = {"store": lose_store, "cleared": clear_cookie, "tampered": tamper}


@pytest.fixture(params=list(ENGINES))
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=list(LOSSES))
def loss(request: pytest.FixtureRequest) -> Any:
    return LOSSES[request.param]


@pytest.fixture
def learner(alice: Client, engine: str) -> Client:
    """Alice after a wrong answer, her session in this engine."""
    answer(alice, "login")
    alice.post("/engine/switch/", {"engine": engine})
    return alice


def on_screen(client: Client, address: str = PRACTICE) -> dict[str, str]:
    return form_of(client.get(address).content.decode())


def send(client: Client, what: str, fields: dict[str, str]) -> str:
    """Send a form by htmx; the fragment that comes back is the quiz and nothing else."""
    response = client.post(f"{PRACTICE}{what}/", fields, headers=HTMX)
    assert response.status_code == 200, response.content.decode()
    fragment = response.content.decode().strip()
    assert fragment.startswith('<section id="quiz"')
    assert "<html" not in fragment
    assert "sign in" not in fragment.lower()
    assert "Location" not in response.headers
    return fragment


def test_an_answer_after_a_loss_is_a_row_and_no_try_is_gained(
    learner: Client, loss: Any, settings: Any
) -> None:
    fields = with_choice(on_screen(learner), "static")
    loss(learner, settings.SESSION_FILE_PATH)
    fragment = send(learner, "answers", fields)
    assert "Not yet. 1 try left." in fragment
    assert list(Answer.objects.order_by("pk").values_list("response", "tries")) == [
        ("login", 1),
        ("static", 2),
    ]
    assert len(set(Answer.objects.values_list("learner", "sitting"))) == 1
    page = learner.get(PRACTICE).content.decode()
    assert "1 of 3 tries left" in page
    assert progress_in(learner)["marks"]


def test_a_hint_after_a_loss_is_shown_and_no_try_is_gained(
    learner: Client, loss: Any, settings: Any
) -> None:
    fields = on_screen(learner)
    loss(learner, settings.SESSION_FILE_PATH)
    fragment = send(learner, "hints", fields)
    assert "Hint 1." in fragment
    assert "2 of 3 tries left" in fragment


def test_a_step_after_a_loss_is_shown(learner: Client, loss: Any, settings: Any) -> None:
    answer(learner, "remember")
    fields = on_screen(learner)
    loss(learner, settings.SESSION_FILE_PATH)
    fragment = send(learner, "steps", fields)
    assert fragment.count("<h4 ") == 1
    assert "Right on the second try." in fragment


def test_a_new_sitting_after_a_loss_keeps_the_best(
    learner: Client, loss: Any, settings: Any
) -> None:
    answer(learner, "remember")
    loss(learner, settings.SESSION_FILE_PATH)
    assert "3 of 3 tries left" in send(learner, "sittings", {})
    assert "Score 0 of 5; your best is 0.75" in told(learner.get("/progress/"))


def test_a_first_answer_in_a_sitting_that_only_the_session_knew(
    learner: Client, loss: Any, settings: Any
) -> None:
    """Begun anew, lost before the first answer: the answer is in the order that was shown."""
    answer(learner, "remember")
    learner.post(f"{PRACTICE}sittings/")
    fields = with_choice(on_screen(learner), "remember")
    loss(learner, settings.SESSION_FILE_PATH)
    assert "Right on the first try." in send(learner, "answers", fields)
    last = Answer.objects.order_by("pk").last()
    assert last is not None
    assert (last.sitting, last.tries) == (fields["sitting"], 1)


def test_a_doubled_answer_over_a_loss_counts_once(
    learner: Client, loss: Any, settings: Any
) -> None:
    fields = with_choice(on_screen(learner), "static")
    send(learner, "answers", fields)
    loss(learner, settings.SESSION_FILE_PATH)
    assert "1 try left" in send(learner, "answers", fields)
    assert Answer.objects.count() == 2


def test_a_finished_question_stays_finished_over_a_loss(
    learner: Client, loss: Any, settings: Any
) -> None:
    fields = with_choice(on_screen(learner), "remember")
    send(learner, "answers", fields)
    loss(learner, settings.SESSION_FILE_PATH)
    late = with_choice(fields, "static", key="")
    response = learner.post(f"{PRACTICE}answers/", late, headers=HTMX)
    assert response.status_code == 422
    assert "Your first result stands." in response.content.decode()
    assert Answer.objects.count() == 2


def test_an_answer_after_the_session_has_expired(learner: Client) -> None:
    fields = with_choice(on_screen(learner), "static")
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        assert "Not yet. 1 try left." in send(learner, "answers", fields)
        assert "1 of 3 tries left" in learner.get(PRACTICE).content.decode()
    assert Answer.objects.count() == 2


def test_a_lost_learners_cookie_is_found_again_in_the_session(learner: Client) -> None:
    fields = with_choice(on_screen(learner), "static")
    learner.cookies.pop(COOKIE)
    assert "Not yet. 1 try left." in send(learner, "answers", fields)
    assert len(set(Answer.objects.values_list("learner"))) == 1
    assert learner.cookies[COOKIE].value


@pytest.mark.parametrize("value", ["nonsense", "a:b:c"])
def test_a_tampered_learners_cookie_too(learner: Client, value: str) -> None:
    fields = with_choice(on_screen(learner), "static")
    learner.cookies[COOKIE] = value
    assert "Not yet. 1 try left." in send(learner, "answers", fields)
    assert len(set(Answer.objects.values_list("learner"))) == 1


def test_another_learners_session_shows_nothing_of_theirs(alice: Client, bob: Client) -> None:
    """A session under one learner's cookie that was another's follows the cookie."""
    answer(alice, "remember")
    answer(bob, "login")
    bob.cookies[SESSION] = alice.cookies[SESSION].value
    html = bob.get(PRACTICE).content.decode()
    assert "2 of 3 tries left" in html
    assert "1 right" not in html


def test_all_cookies_lost_the_page_stays_and_its_form_gets_a_new_token(alice: Client) -> None:
    """It can't count without its token; nothing that was entered is lost."""
    strict = Client(enforce_csrf_checks=True)
    fields = with_choice(on_screen(strict), "remember")
    strict.cookies.clear()
    response = strict.post(f"{PRACTICE}answers/", fields, headers=HTMX)
    assert response.status_code == 403
    assert "HX-Refresh" not in response
    assert "What you entered is still here." in told(response)
    assert "restore that on the page" in told(response)
    assert not Answer.objects.exists()
    fields["csrfmiddlewaretoken"] = response["X-CSRFToken"]
    assert "Right on the first try." in send(strict, "answers", fields)


@pytest.mark.parametrize("lost", ["csrftoken", SESSION, COOKIE])
def test_a_known_learner_whose_token_is_wrong_hears_that_answers_are_kept(
    alice: Client, lost: str
) -> None:
    answer(alice, "login")
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = alice.cookies
    strict.cookies.pop(lost)
    for headers in ({}, HTMX):
        response = strict.post(f"{PRACTICE}answers/", {"question": "purpose"}, headers=headers)
        assert response.status_code == 403
        assert "What you answered before is kept." in told(response)


def test_without_javascript_a_lost_token_leads_back_to_the_page_of_the_form(alice: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    for address, page, before in (
        (f"{PRACTICE}answers/", PRACTICE, ""),
        (f"{PRACTICE}readings/", PRACTICE, "https://elsewhere.example/"),
        ("/engine/switch/", "/engine/", "http://testserver/engine/"),
        ("/engine/switch/", "/", "https://elsewhere.example/"),
    ):
        reply = strict.post(address, headers={"Referer": before} if before else {})
        link = re.search(r'href="([^"]+)">Open the page again', reply.content.decode())
        assert link is not None
        assert link[1].removeprefix("http://testserver") == page
        assert strict.get(page).status_code == 200


def test_a_sitting_that_the_session_has_no_room_for_goes_on_from_its_rows(alice: Client) -> None:
    """Only the last few are kept whole; an older one has not lost its tries."""
    answer(alice, "login")
    session = alice.session
    session["progress"] = {**session["progress"], "open": {}}
    session.save()
    assert "2 of 3 tries left" in alice.get(PRACTICE).content.decode()
    assert progress_in(alice)["open"]
