"""The board brings itself up to date."""

from typing import Any

from django.contrib.auth.models import User
from django.test import Client

from classrooms.models import Classroom
from tests.classrooms.boards import HTMX, page_of, polled, put_up, seen
from tests.classrooms.classes import answers, member, purpose
from tests.signed_in import signed_in


def test_it_asks_for_news_and_gets_nothing_while_nothing_changes(
    panel: Client, autumn: Classroom
) -> None:
    mia = member(autumn, "Mia")
    put_up(autumn, purpose())
    address = polled(seen(panel, autumn))
    for _ in range(3):
        quiet = panel.get(address, headers=HTMX)
        assert (quiet.status_code, quiet.content) == (204, b"")
    answers(mia, purpose(), "login")
    news = panel.get(address, headers=HTMX)
    assert news.status_code == 200
    assert "HX-Request" in news["Vary"]
    text = news.content.decode()
    assert "<b>1</b> of 1 answered" in text
    assert "<html" not in text
    assert 'id="people" aria-labelledby="people-title" hx-swap-oob="true"' in text
    assert 'id="controls"' not in text  # a button that is being pressed stays where it is
    assert panel.get(polled(text), headers=HTMX).status_code == 204


def test_two_boards_at_once_show_the_same(panel: Client, autumn: Classroom, ina: User) -> None:
    """On the wall, and on the instructor's phone: what the one does, the other shows."""
    other = signed_in(ina)
    put_up(autumn, purpose())
    wall = polled(seen(panel, autumn))
    shown = other.post(page_of(autumn, "board/answer/"), {"question": purpose().pk}, headers=HTMX)
    assert "Hide the answer" in shown.content.decode()
    news = panel.get(wall, headers=HTMX).content.decode()
    assert "Hide the answer" in news
    assert 'id="controls" class="row" hx-swap-oob="true"' in news


def test_latest_answers_stay_chosen_through_news_and_buttons(
    panel: Client, autumn: Classroom
) -> None:
    put_up(autumn, purpose())
    assert "latest" in polled(seen(panel, autumn, "board/?latest"))
    data = {"question": purpose().pk, "latest": ""}
    assert panel.post(page_of(autumn, "board/answer/"), data).url.endswith("?latest")
    again = panel.post(page_of(autumn, "board/answer/"), data, headers=HTMX)
    assert "latest" in polled(again.content.decode())


def test_an_expired_sign_in_brings_no_form_into_the_board(autumn: Classroom) -> None:
    for method, address in (
        ("get", "board/"),
        ("post", "board/answer/"),
        ("post", "board/question/"),
    ):
        reply = getattr(Client(), method)(page_of(autumn, address), headers=HTMX)
        assert (reply.status_code, reply.content) == (200, b"")
        assert reply["HX-Refresh"] == "true"


def test_a_class_that_is_deleted_takes_its_board_along(panel: Client, autumn: Classroom) -> None:
    address = polled(seen(panel, autumn))
    autumn.delete()
    assert panel.get(address, headers=HTMX)["HX-Refresh"] == "true"
    assert panel.get(address).status_code == 404


def test_a_store_that_is_down_does_not_take_the_board_away(
    panel: Client, autumn: Classroom, monkeypatch: Any
) -> None:
    from engines.conditions import Conditions
    from engines.stores.base import Switchable

    address = polled(seen(panel, autumn))
    monkeypatch.setattr(Switchable, "conditions", Conditions(outage=True))
    reply = panel.get(address, headers=HTMX)
    assert reply.status_code == 503
    assert "HX-Refresh" not in reply
