"""Fragments of pages are made once for what they depend on, and pages with them are the same."""

import random
import re
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.template import Context, Template
from django.test import Client
from django.utils.html import escape

from engines import circuit_breaker
from engines.registry import ENGINES
from lab.benchmark.benchmark import run_benchmark
from lab.benchmark.measurement import Times
from lab.benchmark.store import save_measurement
from lab.fragments import FRAGMENTS
from learn.kept_pages import PAGES as KEPT_PAGES
from quizzes.forms import read_key
from quizzes.models import Question
from tests.course import LESSON
from tests.learner import answer, form_of

PAGES = [
    "/",
    "/learn/django-sessions/",
    "/engine/",
    "/progress/",
    "/class/",
    "/nowhere/",
    *(f"{LESSON}{mode}/" for mode in ("why", "concept", "visualize", "deep", "performance")),
    *(f"{LESSON}{mode}/" for mode in ("practice", "recall", "test", "practice/?q=summary")),
]
PRACTICE = f"{LESSON}practice/"
# What is another one in each request, and is meant to be.
OF_THE_REQUEST = re.compile(
    r'(name="csrfmiddlewaretoken" value|name="key" value|nonce)="[^"]*"'
    r'|(<dd data-figure="\w+">).*?</dd>'
)


MEMORIES = (FRAGMENTS, KEPT_PAGES)


@pytest.fixture(autouse=True)
def _none_kept() -> Iterator[None]:
    clear()
    yield
    clear()


def clear() -> None:
    for memory in MEMORIES:
        memory.clear()


# --- The tag -----------------------------------------------------------------------------------


class Counted:
    """Says how often it was looked at."""

    def __init__(self) -> None:
        self.looks = 0

    def __str__(self) -> str:
        self.looks += 1
        return f"look {self.looks}"


def test_a_fragment_is_made_once_for_the_same_values() -> None:
    template, seen = Template("{% fragment a b %}{{ seen }}{% endfragment %}"), Counted()
    shown = [template.render(Context({"a": a, "b": 1, "seen": seen})) for a in "xxyx"]
    assert shown == ["look 1", "look 1", "look 2", "look 1"]


def test_where_the_first_value_is_empty_nothing_is_kept() -> None:
    template, seen = Template("{% fragment a %}{{ seen }}{% endfragment %}"), Counted()
    assert [template.render(Context({"seen": seen})) for _ in range(2)] == ["look 1", "look 2"]


def test_two_fragments_of_the_same_values_are_two() -> None:
    template = Template("{% fragment 1 %}a{% endfragment %}{% fragment 1 %}b{% endfragment %}")
    assert [template.render(Context()) for _ in range(2)] == ["ab", "ab"]


def test_the_token_of_a_form_is_that_of_the_request() -> None:
    template = Template("{% fragment 1 %}{% csrf_token %}{% endfragment %}")
    for token in ("first", "second"):
        assert f'value="{token}"' in template.render(Context({"csrf_token": token}))


def test_scripts_have_the_nonce_of_the_policy_that_comes_with_them(alice: Client) -> None:
    for _ in range(2):
        page = alice.get(f"{LESSON}why/")
        [policy] = re.findall(r"'nonce-([^']+)'", page.headers["Content-Security-Policy"])[:1]
        nonces = re.findall(r'<script[^>]* nonce="([^"]*)"', page.content.decode())
        assert set(nonces) == {policy}


def test_each_form_of_an_answer_has_a_key_of_its_own(alice: Client) -> None:
    alice.get(f"{LESSON}practice/")
    pages = [alice.get(f"{LESSON}practice/").content.decode() for _ in range(2)]
    keys = {form_of(page)["key"] for page in pages}
    assert len(keys) == 2
    assert all(read_key(key)[1] is not None for key in keys)


@pytest.mark.parametrize("mode", ["concept", "performance", "practice"])
def test_a_page_that_is_kept_has_the_tokens_of_the_request(alice: Client, mode: str) -> None:
    """Each mask of the token is used once, also in what others than templates of pages render."""
    answer(alice, "login")
    pages = [alice.get(f"{LESSON}{mode}/").content.decode() for _ in range(3)]
    tokens = [
        set(re.findall(r'name="csrfmiddlewaretoken" value="(\w{64})"', page)) for page in pages
    ]
    assert len(KEPT_PAGES.kept) == 2  # the visit itself makes another page of it
    assert [len(same) for same in tokens] == [1, 1, 1]
    assert len(set.union(*tokens)) == 3


def test_what_was_measured_anew_is_on_the_page(alice: Client) -> None:
    shown = set()
    for seconds in (0.001, 0.002):
        measured = run_benchmark([ENGINES["db"]], seconds=0, kinds=("read",))
        times = Times(20, seconds, seconds, seconds, seconds)
        costs = tuple(replace(cost, times=times) for cost in measured.costs)
        save_measurement(replace(measured, bare=times, costs=costs))
        shown |= {page_of(alice, f"{LESSON}performance/") for _ in range(2)}
    assert len(shown) == 2


def test_the_address_of_the_page_is_escaped_where_it_fills_a_hole() -> None:
    template = Template('{% fragment 1 %}<input value="{{ page_address }}">{% endfragment %}')
    for here in ("/?a=1&b=2", '/?"><script>'):
        shown = template.render(Context({"page_address": here}))
        assert shown == f'<input value="{escape(here)}">'


def test_a_person_can_not_write_a_hole() -> None:
    template = Template("{% fragment text %}{{ text }}{% endfragment %}")
    text = "{csrf_token} {0123456789abcdef:csrf_token}"
    assert template.render(Context({"text": text, "csrf_token": "secret"})) == text


def test_no_more_is_kept_than_there_is_room_for() -> None:
    template = Template("{% fragment number %}{{ text }}{% endfragment %}")
    for number in range(1, 60):
        template.render(Context({"number": number, "text": "x" * 200_000}))
    assert 0 < FRAGMENTS.kept.currsize <= FRAGMENTS.kept.maxsize


# --- Pages -------------------------------------------------------------------------------------


def act(client: Client, chance: random.Random) -> None:
    """What learners do, and what happens meanwhile, in any order."""
    doing = [give_answer, give_answer, take_hint, practise_again, switch, choose_style, begin_anew]
    chance.choice([*doing, edit_a_question, silence_a_server, measure])(client, chance)


def give_answer(client: Client, chance: random.Random) -> None:
    page = client.get(PRACTICE).content.decode()
    if choices := re.findall(r'name="choice" value="([^"]+)"', page):
        answer(client, chance.choice(choices))


def take_hint(client: Client, chance: random.Random) -> None:
    fields = form_of(client.get(PRACTICE).content.decode())
    client.post(f"{PRACTICE}hints/", {**fields, "number": "1"})


def practise_again(client: Client, chance: random.Random) -> None:
    client.post(f"{PRACTICE}sittings/")


def switch(client: Client, chance: random.Random) -> None:
    client.post("/engine/switch/", {"engine": chance.choice(list(ENGINES))})


def choose_style(client: Client, chance: random.Random) -> None:
    client.post("/progress/styles/django-sessions/", {"mode": "practice"})


def begin_anew(client: Client, chance: random.Random) -> None:
    if chance.random() < 0.2:
        client.post("/progress/resets/", {"what": "all"})


def edit_a_question(client: Client, chance: random.Random) -> None:
    question = chance.choice(Question.objects.filter(question_set__mode="practice"))
    question.prompt = f"{question.prompt.partition(' (')[0]} ({chance.random()})"
    question.save()


def silence_a_server(client: Client, chance: random.Random) -> None:
    server = chance.choice(sorted({engine.server for engine in ENGINES.values()}))
    circuit_breaker.SILENT_UNTIL[server] = time.monotonic() + chance.choice([-1, 60])


def measure(client: Client, chance: random.Random) -> None:
    found = run_benchmark([ENGINES["signed_cookies"]], seconds=0, kinds=("read",))
    save_measurement(replace(found, at=found.at - timedelta(days=chance.choice([0, 2]))))


def page_of(client: Client, address: str, **more: Any) -> str:
    return OF_THE_REQUEST.sub(r"\1\2", client.get(address, **more).content.decode())


@pytest.mark.parametrize("address", [page for page in PAGES if "nowhere" not in page])
def test_a_switch_leads_back_to_the_page_where_it_was_made(alice: Client, address: str) -> None:
    """For a learner of whom every page has something to show."""
    answer(alice, "login")
    asked = address + ("&" if "?" in address else "?") + 'a=1&b="'
    for _ in range(2):
        page = alice.get(asked)
        [back] = re.findall(r'name="next" value="([^"]*)"', page.content.decode())[:1]
        assert unescape(back) == page.wsgi_request.get_full_path()


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_a_page_is_the_same_with_and_without_what_other_requests_left(
    course: None, seed: int
) -> None:
    """For learners in any state, byte by byte."""
    chance = random.Random(seed)  # noqa: S311  (the same learners each time)
    learners = [Client() for _ in range(3)]
    for _ in range(30):
        learner, address = chance.choice(learners), chance.choice(PAGES)
        act(learner, chance)
        for _ in range(2):  # the visit itself changes what is shown; then the page is kept
            learner.get(address)
        known = page_of(learner, address)
        before = [dict(memory.kept) for memory in MEMORIES]
        clear()
        assert page_of(learner, address) == known, address
        for memory, entries in zip(MEMORIES, before, strict=True):
            memory.kept.update(entries)
    assert len(FRAGMENTS.kept) > 10
    assert len(KEPT_PAGES.kept) > 5
