"""The mode visualize: a step for each address, and nothing kept of whoever looks."""

import re
from typing import Any
from unittest.mock import patch

import pytest
from django.contrib.sessions.models import Session
from django.core.cache.backends.locmem import LocMemCache
from django.test import Client

from engines.registry import ENGINES
from tests.course import LESSON
from tests.learner import answer

PAGE = f"{LESSON}visualize/"
HTMX = {"HX-Request": "true", "HX-Target": "trace"}


def shown(client: Client, query: str = "", **headers: Any) -> str:
    response = client.get(f"{PAGE}{query}", **headers)
    assert response.status_code == 200
    html = response.content.decode()
    return html[html.index('id="trace"') :]


def now(html: str) -> str:
    found = re.search(r"<span>(\d+) of (\d+)</span>", html)
    assert found
    return f"{found[1]}/{found[2]}"


def link(html: str, name: str) -> str:
    found = re.search(rf'<a id="{name}"[^>]* href="([^"]*)"', html)
    return found[1].replace("&amp;", "&") if found else ""


def test_forward_and_back_lead_through_all_steps(alice: Client) -> None:
    html = shown(alice, "?engine=db&visit=first")
    assert now(html) == "1/9"
    assert link(html, "back") == ""
    for step in range(2, 10):
        html = shown(alice, link(html, "forward"))
        assert now(html) == f"{step}/9"
    assert link(html, "forward") == ""
    assert now(shown(alice, link(html, "back"))) == "8/9"


@pytest.mark.parametrize("engine", ENGINES)
def test_each_engine_is_one_click_away_and_marked(alice: Client, engine: str) -> None:
    html = shown(alice)
    number = list(ENGINES).index(engine) + 1
    html = shown(alice, link(html, f"engine-{number}"))
    assert f'data-engine="{engine}"' in html
    assert re.search(rf'id="engine-{number}"[^>]*aria-current="true"', html)


def test_each_step_is_in_the_table_and_the_current_one_is_marked(alice: Client) -> None:
    html = shown(alice, "?engine=cached_db&visit=change&step=4")
    rows = re.findall(r"<tr class=\"\w+\"( aria-current=\"step\")?>", html)
    assert len(rows) == 10
    assert [bool(row) for row in rows].index(True) == 3
    assert len(set(re.findall(r'id="step-\d+" href="([^"]+)"', html))) == 10


def test_the_tracker_marks_what_changed(alice: Client) -> None:
    html = shown(alice, "?engine=db&visit=change&step=4")
    changed = re.findall(r'<div class="changed">\s*<dt>(\w+)</dt>\s*<dd>([^<]*)<', html)
    assert changed == [("data", "{&quot;visits&quot;: 1}")]


def test_the_line_that_waits_for_the_store_stays_lit(alice: Client) -> None:
    html = shown(alice, "?engine=db&visit=change&step=4")
    (lit,) = re.findall(r'<span class="lit">([^<]*)<', html)
    assert "session.get" in lit


def test_by_default_it_is_the_engine_of_the_learner(alice: Client) -> None:
    alice.post("/engine/switch/", {"engine": "file"})
    assert 'data-engine="file"' in shown(alice)


def test_looking_keeps_nothing(alice: Client) -> None:
    for engine in ENGINES:
        response = alice.get(f"{PAGE}?engine={engine}&visit=change&step=3")
        assert "sessionid" not in response.cookies
        assert "learner" not in response.cookies
    assert Session.objects.count() == 0


def test_a_learners_own_session_is_not_touched(alice: Client) -> None:
    answer(alice, "remember")
    alice.get(PAGE)
    before = (alice.cookies["sessionid"].value, dict(alice.session.items()))
    assert alice.cookies["sessionid"].value[:6] not in shown(alice, "?visit=sign-in&step=6")
    assert (alice.cookies["sessionid"].value, dict(alice.session.items())) == before


@pytest.mark.parametrize("step", ["0", "-1", "99", "x", "", "9" * 5000, "٣", "1.5"])
def test_a_step_that_is_not_there_is_the_first_or_the_last(alice: Client, step: str) -> None:
    assert now(shown(alice, f"?engine=db&visit=first&step={step}")) in ("1/9", "9/9")


def test_an_unknown_engine_is_told_and_another_shown(alice: Client) -> None:
    html = shown(alice, "?engine=%3Cb%3Eredis&visit=nowhere")
    assert "There is no engine “&lt;b&gt;redis” here." in html
    assert now(html) == "1/9"


def test_an_engine_that_does_not_answer_is_told_with_what_to_do(alice: Client) -> None:
    with patch.object(LocMemCache, "add", side_effect=ConnectionRefusedError("down")):
        html = shown(alice, "?engine=cache")
    assert "cache does not answer," in html
    assert "Restart the server." in html
    assert re.search(r"cache\s+\(does not answer\)", html)


def test_with_htmx_the_recording_alone_comes_back(alice: Client) -> None:
    page = alice.get(f"{PAGE}?engine=db&step=2", headers=HTMX)
    html = page.content.decode()
    assert html.lstrip().startswith('<section id="trace"')
    assert "<html" not in html
    assert 'id="quiz"' not in html
    assert "HX-Request" in page["Vary"]


def test_practice_stands_at_its_foot_and_answers_there(alice: Client) -> None:
    assert 'id="quiz"' in shown(alice)
    reply = alice.post(f"{PAGE}answers/", {"question": "purpose", "choice": ""})
    assert 'id="trace"' in reply.content.decode()


# --- The rail, and the style -----------------------------------------------------------------


def rail(html: str, state: str) -> list[str]:
    return re.findall(rf'class="{state}"[^>]*>\s*(\w+)<', html)


def test_the_rail_says_what_is_next_and_what_is_done(alice: Client) -> None:
    html = alice.get(f"{LESSON}why/").content.decode()
    assert (rail(html, "done"), rail(html, "next")) == ([], ["Concept"])
    assert 'Concept<span class="visually-hidden"> (next)</span>' in html
    html = alice.post(f"{LESSON}why/readings/", follow=True).content.decode()
    assert (rail(html, "done"), rail(html, "next")) == (["Why", "Concept"], ["Visualize"])


def test_after_the_last_the_rail_begins_again_with_what_was_left_out(alice: Client) -> None:
    assert rail(alice.get(f"{LESSON}test/").content.decode(), "next") == ["Why"]


def test_a_style_is_chosen_with_one_click_and_kept(alice: Client) -> None:
    address = "/progress/styles/django-sessions/"
    page = alice.post(address, {"mode": "visualize"}, follow=True).content.decode()
    assert 'value="visualize" aria-pressed="true"' in page
    assert page.count('aria-pressed="true"') == 2  # and the engine's
    assert alice.get(LESSON)["Location"] == PAGE
    alice.post("/engine/switch/", {"engine": "signed_cookies"})
    assert alice.get(LESSON)["Location"] == PAGE
    alice.get(f"{LESSON}concept/")
    assert alice.get(LESSON)["Location"] == f"{LESSON}concept/"


@pytest.mark.parametrize("mode", ["", "nowhere", "admin", "x" * 10_000])
def test_what_is_no_style_is_not_kept(alice: Client, mode: str) -> None:
    alice.post("/progress/styles/django-sessions/", {"mode": mode})
    assert Session.objects.count() == 0
    assert alice.get(LESSON)["Location"] == f"{LESSON}why/"


def test_looking_at_the_styles_keeps_nothing(alice: Client) -> None:
    alice.get("/learn/django-sessions/")
    assert Session.objects.count() == 0
