"""Nothing about right answers, unrevealed hints and steps leaves the server before its time."""

import json
import re

import pytest
from django.test import Client

from learn.markdown import render_inline
from quizzes.items import Item
from quizzes.models import Question
from quizzes.present import inline
from tests.conftest import LESSON, form_of

HTMX = {"HX-Request": "true", "HX-Target": "quiz"}


def all_questions() -> list[tuple[str, Item]]:
    """Each question of the pack as it is in the database, with the mode of its set."""
    rows = Question.objects.select_related("question_set")
    return [(row.question_set.mode, row.item()) for row in rows]


def secrets_of(item: Item) -> list[str]:
    """Every text of a question that a learner may not see before an answer, as HTML."""
    texts = [choice.why for choice in item.choices.values() if choice.why]
    texts += [*item.hints, item.check, *item.mistakes]
    texts += [text for step in item.steps for text in (step.title, step.text)]
    return [str(inline(item, text)) for text in texts if text]


def everything_sent(client: Client, mode: str, item: Item) -> str:
    """The page, the fragment, the headers, the cookies and the session, before any answer."""
    address = f"{LESSON}{mode}/?q={item.id}"
    page, fragment = client.get(address), client.get(address, headers=HTMX)
    assert f'value="{item.id}"' in page.content.decode()
    assert "<html" not in fragment.content.decode()
    sent = [page.content.decode(), fragment.content.decode(), str(page.headers)]
    sent += [str(client.cookies), json.dumps(dict(client.session.items()))]
    return "\n".join(sent)


@pytest.mark.parametrize("engine", ["db", "signed_cookies"])
def test_no_page_fragment_cookie_or_session_gives_anything_away(alice: Client, engine: str) -> None:
    alice.post("/engine/switch/", {"engine": engine})
    for mode, item in all_questions():
        sent = everything_sent(alice, mode, item)
        for secret in secrets_of(item):
            assert secret not in sent, (item.id, secret)


def test_the_right_choice_looks_like_every_other(alice: Client) -> None:
    """But for its own text, key and letter, the markup of all choices is the same."""
    for mode, item in all_questions():
        page = alice.get(f"{LESSON}{mode}/?q={item.id}").content.decode()
        labels = re.findall(r'<label class="choice">.*?</label>', page, re.DOTALL)
        assert len(labels) == len(item.choices)
        assert len({bare(label, item) for label in labels}) == 1


def bare(label: str, item: Item) -> str:
    """A choice's markup without its own text, key and letter."""
    key = re.findall(r'value="([^"]+)"', label)[0]
    label = label.replace(str(render_inline(item.choices[key].text)), "")
    label = label.replace(f'"{key}"', "")
    return re.sub(r'data-key="[a-d]"|>[A-D]<', "", label)


def test_a_hint_shows_itself_and_no_other(alice: Client) -> None:
    for mode, item in all_questions():
        fields = form_of(alice.get(f"{LESSON}{mode}/?q={item.id}").content.decode())
        sent = alice.post(f"{LESSON}{mode}/hints/", fields, headers=HTMX).content.decode()
        first, *others = (str(inline(item, hint)) for hint in item.hints)
        assert first in sent
        assert all(other not in sent for other in others)
        assert all(str(inline(item, step.text)) not in sent for step in item.steps)


def test_a_wrong_answer_tells_its_own_reason_and_no_other(alice: Client) -> None:
    for mode, item in all_questions():
        fields = form_of(alice.get(f"{LESSON}{mode}/?q={item.id}").content.decode())
        wrong = [key for key, choice in item.choices.items() if not choice.right]
        address = f"{LESSON}{mode}/answers/"
        sent = alice.post(address, {**fields, "choice": wrong[0]}, headers=HTMX).content.decode()
        assert str(inline(item, item.choices[wrong[0]].why)) in sent
        for other in wrong[1:]:
            assert str(inline(item, item.choices[other].why)) not in sent
        assert 'class="choice right"' not in sent


def test_the_choices_are_shuffled_from_sitting_to_sitting(alice: Client) -> None:
    orders = set()
    for _ in range(12):
        page = alice.get(f"{LESSON}practice/?q=purpose").content.decode()
        orders.add(tuple(re.findall(r'name="choice" value="([^"]+)"', page)))
    assert len(orders) > 1
    assert len({frozenset(order) for order in orders}) == 1
