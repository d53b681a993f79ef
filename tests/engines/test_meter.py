"""The panel's figures are the response's own Server-Timing, and both are true."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from engines.registry import ENGINES
from tests.course import LESSON
from tests.learner import answer


def figures(html: str) -> dict[str, str]:
    return dict(re.findall(r'data-figure="(\w+)">([^<]*)<', html))


def timing(header: str) -> dict[str, str]:
    return dict(re.findall(r'session-(\w+);desc="([^"]*)"', header))


@pytest.mark.parametrize("engine", ENGINES)
def test_the_page_shows_what_its_own_header_says(alice: Client, engine: str) -> None:
    answer(alice, "remember")
    alice.post("/engine/switch/", {"engine": engine})
    response = alice.get(f"{LESSON}why/")
    shown, header = figures(response.content.decode()), timing(response["Server-Timing"])
    assert {name: shown[name] for name in header} == header
    duration = re.search(r"dur=([\d.]+)", response["Server-Timing"])
    assert duration
    assert shown["time"] == f"{float(duration[1]):.2f} ms"
    assert f'session;desc="{engine}"' in response["Server-Timing"]


def test_the_counts_are_those_of_the_sql_log(alice: Client) -> None:
    answer(alice, "remember")
    with CaptureQueriesContext(
        connection,
    ) as log:
        response = alice.get(f"{LESSON}concept/")
    own = [query["sql"].split()[0] for query in log if "django_session" in query["sql"]]
    assert own == ["SELECT", "UPDATE"]
    assert timing(response["Server-Timing"])["reads"] == "1 SELECT"
    assert timing(response["Server-Timing"])["writes"] == "1 UPDATE"


def test_a_visitor_without_a_session_costs_the_store_nothing(alice: Client) -> None:
    with CaptureQueriesContext(connection) as log:
        response = alice.get("/engine/")
    assert not [query for query in log if "django_session" in query["sql"]]
    assert timing(response["Server-Timing"]) == {
        "reads": "none",
        "writes": "none",
        "stored": "nothing",
    }


def test_the_size_is_that_of_the_row(alice: Client) -> None:
    from django.contrib.sessions.models import Session

    answer(alice, "remember")
    response = alice.get("/engine/")
    size = len(Session.objects.get().session_data)
    assert timing(response["Server-Timing"])["stored"] == f"{size} B"


def test_a_text_that_looks_like_a_hole_is_left_alone(alice: Client) -> None:
    html = alice.get("/nowhere-{reads}-{{figures.reads}}/").content.decode()
    assert figures(html)["reads"] == "none"
