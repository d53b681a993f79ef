"""The board keeps the answer back until it is to be shown."""

import html
import re

import pytest
from django.test import Client

from classrooms.board import build_board
from classrooms.models import Classroom
from quizzes.models import Question
from quizzes.schema import Item
from quizzes.texts import question_text
from tests.classrooms.boards import HTMX, page_of, put_up, seen
from tests.classrooms.classes import answers, classroom, member, purpose, question, right, wrong

KINDS_UP = ("choice", "choices", "blanks", "order", "typed")


@pytest.fixture(params=KINDS_UP)
def up(request: pytest.FixtureRequest, autumn: Classroom) -> Question:
    """A question of each kind, answered right by one and wrong by another."""
    one = question(request.param)
    put_up(autumn, one)
    answers(member(autumn, "Rita"), one, right(one))
    answers(member(autumn, "Willy"), one, wrong(one))
    return one


def told_by_the_answer(item: Item) -> list[str]:
    whys = [str(question_text(item, one.why)) for one in item.choices.values() if one.why]
    texts = [f"<code>{html.escape(right_text(item))}</code>"] if item.kind == "typed" else []
    return [*whys, *texts, 'class="right"', 'class="wrong"', "✓", "✗", " right", " wrong"]


def right_text(item: Item) -> str:
    return next(one.text.strip("`") for one in item.choices.values() if one.right)


def test_before_the_answer_is_shown_nothing_on_the_board_tells_it(
    panel: Client, autumn: Classroom, up: Question
) -> None:
    page, fragment = seen(panel, autumn), panel.get(page_of(autumn), headers=HTMX).content.decode()
    for text in (page, fragment):
        board_alone = re.sub(r"<select.*?</select>", "", text, flags=re.DOTALL)
        without_prompt = re.sub(
            r'<div class="prompt"[^>]*>.*?</div>', "", board_alone, flags=re.DOTALL
        )
        for secret in told_by_the_answer(up.item()):
            assert secret not in without_prompt, secret
        assert "<b>2</b> of 2 answered" in text
        assert text.count('class="state">answered') == 2


def test_the_answer_is_shown_when_it_is_asked_for_and_hidden_again(
    panel: Client, autumn: Classroom, up: Question
) -> None:
    panel.post(page_of(autumn, "board/answer/"), {"question": up.pk})
    page = seen(panel, autumn)
    assert "<b>1</b> right" in page
    assert "✓ right" in page
    assert "✗ wrong" in page
    if up.kind != "typed":
        whys = [question_text(up.item(), one.why) for one in up.item().choices.values() if one.why]
        assert all(why in page for why in whys)
    panel.post(page_of(autumn, "board/answer/"), {"question": ""})
    assert "<b>1</b> right" not in seen(panel, autumn)


def test_the_next_question_comes_with_its_answer_hidden(panel: Client, autumn: Classroom) -> None:
    panel.post(page_of(autumn, "board/answer/"), {"question": purpose().pk})
    autumn.refresh_from_db()
    assert build_board(autumn).revealed
    following = build_board(autumn).following
    panel.post(page_of(autumn, "board/question/"), {"question": following})
    autumn.refresh_from_db()
    assert not build_board(autumn).revealed


def test_showing_the_answer_keeps_a_following_board_at_the_question(
    panel: Client, autumn: Classroom
) -> None:
    mia = member(autumn, "Mia")
    answers(mia, purpose(), "login")
    panel.post(page_of(autumn, "board/answer/"), {"question": purpose().pk})
    store = Question.objects.get(slug="store-setting")
    answers(mia, store, right(store))
    autumn.refresh_from_db()
    now = build_board(autumn)
    assert (now.up.spot.pk, now.revealed) == (purpose().pk, True)  # type: ignore[union-attr]


def test_the_choices_do_not_stand_as_the_author_wrote_them(autumn: Classroom) -> None:
    """Authors write the right one first, more often than not."""
    orders = set()
    for one in range(10):
        room = classroom(str(one))
        put_up(room, purpose())
        up = build_board(room).up
        assert up
        orders.add(tuple(str(bar.text) for bar in up.groups[0].bars))
    assert len(orders) > 1


def test_what_was_typed_is_text(panel: Client, autumn: Classroom) -> None:
    one = question("typed")
    put_up(autumn, one)
    answers(member(autumn, "<i>Mia</i>"), one, "<script>x</script>")
    autumn.reveal(one.pk)
    page = seen(panel, autumn)
    assert "<script>x" not in page
    assert "<code>&lt;script&gt;x&lt;/script&gt;</code>" in page
    assert "<i>" not in page
    assert "&lt;i&gt;Mia&lt;/i&gt;" in page
