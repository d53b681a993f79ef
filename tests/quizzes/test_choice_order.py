"""Choices are shuffled, unless their order is kept; one of them may always be the last."""

import re

import pytest
from django.test import Client
from msgspec.structs import replace

from learn.markdown import render_inline
from quizzes.kinds import kind_of
from quizzes.models import Question
from quizzes.records import Answer
from quizzes.schema import Item
from tests.course import LESSON
from tests.learner import answer, form_of, with_choice
from tests.quizzes.items import ITEMS, blanks_item, choices_item, item
from tests.quizzes.kinds import look, messages

PURPOSE = f"{LESSON}practice/?q=purpose"
CAN_KEEP = pytest.mark.parametrize("question", [item(), choices_item()], ids=["choice", "choices"])
SEEDS = [f"{seed:08x}" for seed in range(40)]


def orders(question: Item) -> set[tuple[str, ...]]:
    """The orders in which different learners see the choices."""
    return {tuple(kind_of(question).display_order(question, seed)) for seed in SEEDS}


def with_last(question: Item, *keys: str) -> Item:
    choices = {key: replace(one, last=key in keys) for key, one in question.choices.items()}
    return replace(question, choices=choices)


@CAN_KEEP
def test_a_kept_order_is_the_authors_for_everyone(question: Item) -> None:
    kept = replace(question, order="kept")
    assert messages(kept) == []
    assert len(orders(question)) > 1
    assert orders(kept) == {tuple(question.choices)}


@CAN_KEEP
def test_the_last_choice_stands_below_the_others_which_are_shuffled(question: Item) -> None:
    key = next(iter(question.choices))
    ended = with_last(question, key)
    assert messages(ended) == []
    assert {order[-1] for order in orders(ended)} == {key}
    assert len({order[:-1] for order in orders(ended)}) > 1


def test_the_options_of_a_gap_can_keep_their_order() -> None:
    kept = replace(blanks_item(), order="kept")
    assert messages(kept) == []
    gap = kind_of(kept).present(look(kept, seed="0a0b0c0d")).pieces[0][1]
    assert [option.text for option in gap.options] == ["Wrong0", "Wrong1", "right_g0"]


def test_a_question_with_neither_is_shuffled_as_it_always_was() -> None:
    """So that nothing moves on the screens of those who are at it."""
    one, several = item(), choices_item()
    assert kind_of(one).display_order(one, "0a0b0c0d") == ["right", "wrong-0", "wrong-2", "wrong-1"]
    shuffled = kind_of(several).display_order(several, "0a0b0c0d")
    assert shuffled == ["wrong-0", "wrong-1", "right-1", "right-0"]


@pytest.mark.parametrize("kind", ["order", "typed", "number"])
def test_kinds_without_a_list_to_choose_from_keep_no_order(kind: str) -> None:
    kept = replace(ITEMS[kind], order="kept")
    assert any("`order` has no meaning" in message for message in messages(kept))
    key = next(iter(kept.choices))
    ended = with_last(ITEMS[kind], key)
    assert any("`last` has no meaning" in message for message in messages(ended))


def test_no_option_of_a_gap_is_the_last() -> None:
    ended = with_last(blanks_item(), "g0-right")
    assert any("`last` has no meaning" in message for message in messages(ended))


@CAN_KEEP
def test_only_one_choice_can_be_last(question: Item) -> None:
    first, second, *_ = question.choices
    [message] = messages(with_last(question, first, second))
    assert message == f"{first!r} is `last` already. Take `last` off one."


@CAN_KEEP
def test_in_a_kept_order_only_the_list_says_which_is_last(question: Item) -> None:
    first, *_, end = question.choices
    kept = replace(question, order="kept")
    [message] = messages(with_last(kept, first))
    assert "List this choice at the end instead." in message
    assert messages(with_last(kept, end)) == []


def test_to_keep_the_order_makes_no_new_version() -> None:
    """Answers that were given count on: the same choices are right."""
    one = item()
    kept = with_last(replace(one, order="kept"), "right")
    assert kind_of(one).version(kept) == kind_of(one).version(one)


# --- On pages ----------------------------------------------------------------------------------


def purpose() -> Question:
    return Question.objects.get(slug="purpose")


def keep_order() -> None:
    question = purpose()
    question.order_kept = True
    question.save()


def texts(item: Item) -> list[str]:
    """The texts of the choices as pages show them, in the author's order."""
    return [str(render_inline(choice.text)) for choice in item.choices.values()]


def on_screen(page: str, item: Item) -> list[str]:
    """The texts of the choices in the order of the page's quiz."""
    quiz = page[page.index('id="quiz"') :]
    return sorted(texts(item), key=quiz.index)


def test_every_learner_sees_a_kept_order(course: None) -> None:
    keep_order()
    for _ in range(8):
        page = Client().get(PURPOSE).content.decode()
        assert on_screen(page, purpose().item()) == texts(purpose().item())


def test_every_learner_sees_the_last_choice_at_the_end(course: None) -> None:
    first = purpose().choices.all()[0]
    first.last = True
    first.save()
    seen = set()
    for _ in range(12):
        page = Client().get(PURPOSE).content.decode()
        *others, end = on_screen(page, purpose().item())
        assert end == str(render_inline(first.text))
        seen.add(tuple(others))
    assert len(seen) > 1


def test_an_attempt_goes_on_when_the_order_is_changed_meanwhile(alice: Client) -> None:
    """What was answered stands, with the order in which it was seen; a form from before counts."""
    answer(alice, "login")
    before = Answer.objects.get().shown
    fields = form_of(alice.get(PURPOSE).content.decode())
    keep_order()
    page = alice.get(PURPOSE).content.decode()
    assert on_screen(page, purpose().item()) == texts(purpose().item())
    assert "2 of 3 tries left" in page
    alice.post(f"{LESSON}practice/answers/", with_choice(fields, "remember"))
    first, second = Answer.objects.order_by("pk")
    assert (first.shown, second.response, second.right) == (before, "remember", True)
    assert second.shown == list(purpose().item().choices)


def test_the_letters_count_on_in_a_kept_order(alice: Client) -> None:
    keep_order()
    page = alice.get(PURPOSE).content.decode()
    assert re.findall(r'aria-hidden="true">([A-Z])</span>', page) == list("ABCD")
