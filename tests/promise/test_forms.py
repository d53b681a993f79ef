"""Learners fill in the forms of real pages."""

import random

import pytest
from django.test import Client

from promise.forms import fill, forms_in
from promise.learner import SETS, action_of, offered_actions


@pytest.fixture
def chance() -> random.Random:
    return random.Random(1)  # noqa: S311


@pytest.mark.parametrize("path", SETS)
def test_each_set_offers_something_to_do(alice: Client, path: str) -> None:
    page = alice.get(f"/learn/django-sessions/{path}/").content.decode()
    for what, form, _ in offered_actions(page):
        assert form.action.endswith(f"{path}/{what}/") or what == "hints"
    assert offered_actions(page)


def test_an_answer_is_logged_with_what_finds_its_row_again(
    alice: Client, chance: random.Random
) -> None:
    page = alice.get("/learn/django-sessions/configuration/practice/").content.decode()
    [(what, form, button)] = [offer for offer in offered_actions(page) if offer[0] == "answers"]
    fields = fill(form, button, chance)
    action = action_of(7, 1, page, what, form, fields)
    assert (action.path, action.what) == ("django-sessions/configuration/practice", "answer")
    assert (action.question, action.engine) == ("purpose", "db")
    assert len(action.key) == 32
    assert "choice" in dict(fields)
    assert "csrfmiddlewaretoken" not in action.fields


def test_places_in_an_order_are_all_different(alice: Client, chance: random.Random) -> None:
    page = alice.get("/learn/django-sessions/configuration/try/?q=a-changed-session")
    [answer] = [form for form in forms_in(page.content.decode()) if "answers" in form.action]
    fields = fill(answer, answer.buttons[0], chance)
    places = [value for name, value in fields if name.startswith("place-")]
    assert len(places) > 2
    assert sorted(places) == [str(number) for number in range(1, len(places) + 1)]
