"""The challenge: the server keeps the clock, and nothing that a browser does gains a second."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

from learn.learner import COOKIE
from quizzes.behaviours.challenge import Challenge
from quizzes.kinds.form_values import form_value
from quizzes.models import Question
from quizzes.records import Answer, Event
from tests.course import LESSON
from tests.learner import form_of, progress_in, with_choice

CHALLENGE = f"{LESSON}challenge/"
HTMX = {"HX-Request": "true", "HX-Target": "quiz"}
PATH = "django-sessions/configuration/challenge"
FIRST, SECOND = "reads-without-sql", "header-to-settings"
SECONDS = 120
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """A server's clock that stands still until a test moves it."""
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def quiz(client: Client, question: str = "") -> str:
    html = client.get(f"{CHALLENGE}?q={question}" if question else CHALLENGE).content.decode()
    return html[html.index('id="quiz"') :]


def start(client: Client, question: str = FIRST, **headers: Any) -> Any:
    return client.post(f"{CHALLENGE}starts/", form_of(quiz(client, question)), **headers)


def answer(client: Client, choice: str, question: str = FIRST, **more: Any) -> Any:
    fields = with_choice(form_of(quiz(client, question)), choice, question=question)
    return client.post(f"{CHALLENGE}answers/", fields, **more)


def left(client: Client, question: str = FIRST) -> str:
    """The time left as the page shows it."""
    return quiz(client, question).split("data-clock>")[1].split("<")[0]


def right(slug: str) -> str:
    return str(Question.objects.get(slug=slug).choices.get(right=True).key)


def slugs() -> list[str]:
    return list(
        Question.objects.filter(question_set__mode="challenge").values_list("slug", flat=True)
    )


@pytest.fixture
def opened(alice: Client) -> Client:
    start(alice)
    return alice


def put_back(client: Client, progress: Any) -> None:
    """The session as it was: a signed cookie that was copied, or a store that was rolled back."""
    session = client.session
    session["progress"] = progress
    session.save()


def test_a_problem_is_not_shown_before_it_is_opened(alice: Client) -> None:
    item = Question.objects.get(slug=FIRST).item()
    for page in (quiz(alice, FIRST), quiz(alice, "summary"), alice.get(CHALLENGE).content.decode()):
        assert "must survive an emptied cache" not in page
        assert all(form_value(FIRST, key) not in page for key in item.choices)
        assert 'name="choice"' not in page
    assert "120 seconds" in quiz(alice, FIRST)
    assert "takes up to 2 seconds on its way still counts" in quiz(alice, FIRST)


def test_opening_it_starts_its_clock_and_keeps_a_row(alice: Client) -> None:
    response = start(alice)
    assert response["Location"] == f"{CHALLENGE}?q={FIRST}#quiz"
    assert left(alice) == "2:00"
    row = Event.objects.get(what=Event.START)
    assert (row.question, row.created) == (FIRST, NOON)
    assert str(row.learner) == alice.cookies[COOKIE].value.partition(".")[0]


def test_the_time_left_is_in_the_page_and_a_reload_shows_it_anew(
    opened: Client, clock: time_machine.Traveller
) -> None:
    clock.shift(45)
    html = quiz(opened, FIRST)
    assert 'role="timer"' in html
    assert 'data-left="75"' in html
    assert "Reload to see it now" in html
    clock.shift(10)
    assert left(opened) == "1:05"


def test_opening_it_again_gains_nothing(opened: Client, clock: time_machine.Traveller) -> None:
    clock.shift(100)
    fields = {"question": FIRST}
    assert opened.post(f"{CHALLENGE}starts/", fields, headers=HTMX).status_code == 200
    assert left(opened) == "0:20"
    assert Event.objects.filter(what=Event.START).count() == 1


def test_a_second_tab_from_before_gains_nothing(
    alice: Client, clock: time_machine.Traveller
) -> None:
    form = form_of(quiz(alice))
    start(alice)
    clock.shift(100)
    alice.post(f"{CHALLENGE}starts/", form)
    assert left(alice) == "0:20"


def test_a_session_from_before_the_start_gains_nothing(
    alice: Client, clock: time_machine.Traveller
) -> None:
    start(alice, SECOND)
    before = progress_in(alice)
    start(alice)
    clock.shift(100)
    put_back(alice, before)
    start(alice)
    assert left(alice) == "0:20"
    clock.shift(60)
    put_back(alice, before)
    assert "Time was up" in answer(alice, right(FIRST)).content.decode()


def test_a_session_without_any_trace_of_it_gains_nothing(
    alice: Client, clock: time_machine.Traveller
) -> None:
    """An old signed cookie that knows of other sets only."""
    page = alice.get(f"{LESSON}practice/").content.decode()
    alice.post(f"{LESSON}practice/hints/", form_of(page))
    before = progress_in(alice)
    start(alice)
    clock.shift(100)
    put_back(alice, before)
    start(alice)
    assert left(alice) == "0:20"
    assert Event.objects.filter(what=Event.START).count() == 1


@pytest.mark.parametrize("engine", ["db", "signed_cookies", "cache"])
def test_a_cleared_session_gains_nothing(
    opened: Client, clock: time_machine.Traveller, engine: str
) -> None:
    opened.post("/engine/switch/", {"engine": engine})
    answer(opened, "db")
    clock.shift(100)
    del opened.cookies[settings.SESSION_COOKIE_NAME]
    assert left(opened) == "0:20"
    assert "1 of 2 tries left" in quiz(opened, FIRST)
    start(opened)
    assert left(opened) == "0:20"


def test_a_reload_resumes_exactly_where_it_was(opened: Client) -> None:
    answer(opened, "db")
    first, second = (quiz(opened).split("<form")[1].split("csrf")[0] for _ in "ab")
    assert first == second
    assert "1 of 2 tries left" in quiz(opened)
    assert f'name="choice" value="{form_value(FIRST, "db")}"' not in quiz(opened, FIRST)


def test_two_wrong_tries_end_it_with_the_reasons(opened: Client) -> None:
    for choice in ("db", "cache"):
        answer(opened, choice)
    html = quiz(opened, FIRST)
    assert "Not this time." in html
    assert 'class="choice right"' in html
    third = answer(opened, "cached", headers=HTMX)
    assert third.status_code == 422
    assert "This problem is finished" in third.content.decode()
    assert Answer.objects.count() == 2


def test_out_of_time_it_is_finished_and_says_so(
    opened: Client, clock: time_machine.Traveller
) -> None:
    clock.shift(SECONDS + Challenge.grace - 0.001)
    assert left(opened) == "0:00"
    assert 'class="choice right"' not in quiz(opened, FIRST)
    clock.shift(0.001)
    html = quiz(opened, FIRST)
    assert "Time is up, and this problem is finished." in html
    assert 'class="choice right"' in html
    assert "data-clock" not in html


def test_an_answer_in_the_grace_counts(opened: Client, clock: time_machine.Traveller) -> None:
    fields = with_choice(form_of(quiz(opened, FIRST)), right(FIRST))
    clock.shift(SECONDS + Challenge.grace - 0.001)
    assert opened.post(f"{CHALLENGE}answers/", fields, headers=HTMX).status_code == 200
    assert progress_in(opened)["marks"][PATH][0] == "K----"


def test_a_late_answer_is_kept_as_late_and_does_not_count(
    opened: Client, clock: time_machine.Traveller
) -> None:
    fields = with_choice(form_of(quiz(opened, FIRST)), right(FIRST))
    clock.shift(SECONDS + Challenge.grace)
    for _ in range(3):
        late = opened.post(f"{CHALLENGE}answers/", fields, headers=HTMX)
        assert "Time is up, and this problem is finished." in late.content.decode()
    row = Answer.objects.get()
    assert (row.late, row.right, row.response) == (True, False, right(FIRST))
    assert progress_in(opened)["marks"][PATH][0] == "0----"
    Session.objects.all().delete()
    opened.get("/progress/")
    assert "Time is up" in quiz(opened, FIRST)


def test_a_late_answer_is_told_that_it_is_kept(
    opened: Client, clock: time_machine.Traveller
) -> None:
    clock.shift(SECONDS + 5)
    late = answer(opened, right(FIRST), headers=HTMX)
    assert late.status_code == 422
    assert "It is kept as late, and does not count." in late.content.decode()


def test_an_answer_to_a_closed_problem_is_refused_and_tells_nothing(alice: Client) -> None:
    for choice in (right(FIRST), "nonsense"):
        fields = with_choice({"question": FIRST}, choice)
        response = alice.post(f"{CHALLENGE}answers/", fields, headers=HTMX)
        assert response.status_code == 422
        assert "must survive an emptied cache" not in response.content.decode()
    assert Answer.objects.count() == 0


def test_there_are_no_hints_and_no_solution_before_the_end(opened: Client) -> None:
    for name, says in (("hints", "has no hints"), ("steps", "opens when you have answered")):
        response = opened.post(f"{CHALLENGE}{name}/", {"question": FIRST}, headers=HTMX)
        assert response.status_code == 422
        assert says in response.content.decode()
    assert "hints/" not in quiz(opened, FIRST)


def all_right(client: Client, wrong_first: str = "") -> None:
    for slug in slugs():
        start(client, slug)
        if slug == wrong_first:
            wrong = Question.objects.get(slug=slug).choices.filter(right=False)[0].key
            answer(client, wrong, slug)
        answer(client, right(slug), slug)


def test_all_right_earns_a_badge_that_stays(alice: Client) -> None:
    all_right(alice, wrong_first=SECOND)
    assert "The badge is yours" in quiz(alice, "summary")
    assert 'class="badge"' in alice.get(f"{LESSON}why/").content.decode()
    assert "★" in alice.get("/progress/").content.decode()
    alice.post(f"{CHALLENGE}sittings/")
    start(alice)
    for choice in ("db", "cache"):
        answer(alice, choice)
    Session.objects.all().delete()
    alice.get("/progress/")
    assert progress_in(alice)["badges"] == [PATH]


def test_one_wrong_earns_none(alice: Client) -> None:
    for slug in slugs():
        start(alice, slug)
        answer(alice, right(slug) if slug != FIRST else "db", slug)
    answer(alice, "cache")
    assert "badge is yours" not in quiz(alice, "summary")
    assert "★" not in alice.get("/progress/").content.decode()


def test_beginning_again_waits_for_a_clock_that_runs(
    opened: Client, clock: time_machine.Traveller
) -> None:
    """Else the same problem could be had with a fresh clock."""
    response = opened.post(f"{CHALLENGE}sittings/", headers=HTMX)
    assert response.status_code == 422
    assert "A clock is running" in response.content.decode()
    clock.shift(SECONDS + Challenge.grace)
    assert opened.post(f"{CHALLENGE}sittings/", headers=HTMX).status_code == 200
    assert "Open the problem" in quiz(opened)
    assert Answer.objects.count() == 0


def test_a_session_from_the_sitting_before_goes_on_with_the_newest(
    opened: Client, clock: time_machine.Traveller
) -> None:
    answer(opened, right(FIRST))
    old = progress_in(opened)
    opened.post(f"{CHALLENGE}sittings/")
    start(opened)
    clock.shift(100)
    put_back(opened, old)
    opened.post(f"{CHALLENGE}starts/", {"question": FIRST})
    assert left(opened) == "0:20"


@pytest.mark.parametrize("slug", ["nowhere", "", "purpose", "x" * 10_000])
def test_opening_what_is_not_there_is_refused(alice: Client, slug: str) -> None:
    response = alice.post(f"{CHALLENGE}starts/", {"question": slug}, headers=HTMX)
    assert response.status_code == 422
    assert "not in this round" in response.content.decode()
    assert not Event.objects.exists()
    assert COOKIE not in alice.cookies
