"""Steps in order: their places, what is held, and how it ends."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from quizzes.kinds import kind_of
from quizzes.kinds.order import OrderKind
from tests.quizzes.items import order_item
from tests.quizzes.kinds import look, messages, refusal

order = OrderKind()


@given(st.integers(min_value=0, max_value=2**32 - 1), st.integers(min_value=2, max_value=4))
def test_steps_are_never_shown_in_their_right_order(seed: int, count: int) -> None:
    question = order_item(count=count)
    assert order.display_order(question, f"{seed:08x}") != list(question.choices)


@pytest.mark.parametrize(
    ("response", "grade"),
    [("s0,s1,s2,s3", 1.0), ("s0,s1,s3,s2", 0.5), ("s0,s2,s3,s1", 0.25), ("s3,s2,s1,s0", 0.0)],
)
def test_each_step_in_its_place_counts(response: str, grade: float) -> None:
    assert order.grade(order_item(), response) == grade


@pytest.mark.parametrize(
    ("places", "says"),
    [
        (("1", "2", "3", ""), "A step has no place yet."),
        (("1", "2", "3", "3"), "Two steps have place 3."),
        (("1", "2", "3", "5"), "There is no such place. Use 1 to 4."),
        (("1", "2", "3", "0"), "There is no such place."),
        (("1", "2", "3", "٤"), "There is no such place."),
    ],
)
def test_places_that_make_no_order_are_refused(places: tuple[str, ...], says: str) -> None:
    fields = kind_of(order_item()).field_names(order_item())
    query = "&".join(f"{name}={place}" for name, place in zip(fields, places, strict=True))
    assert says in refusal(order_item(), query)


def test_steps_in_place_are_held_and_give_no_reason_before_the_end() -> None:
    shown = order.present(look(order_item(), "s0,s2,s1,s3"))
    assert [(step.text, step.held) for step in shown.steps] == [
        ("Do 0", True),
        ("Do 2", False),
        ("Do 1", False),
        ("Do 3", True),
    ]
    assert shown.places == [2, 3]
    assert all(step.why is None for step in shown.steps)
    assert order.describe_result(order_item(), "s0,s2,s1,s3") == "2 of 4 steps are in place."


def test_after_the_end_the_steps_stand_in_order_with_where_they_were() -> None:
    shown = order.present(look(order_item(), "s0,s2,s1,s3", finished=True))
    assert [(step.text, step.had, step.verdict) for step in shown.steps] == [
        ("Do 0", 1, "right"),
        ("Do 1", 3, "wrong"),
        ("Do 2", 2, "wrong"),
        ("Do 3", 4, "right"),
    ]


def test_steps_need_reasons_and_no_mark() -> None:
    marked = {key: replace(one, right=True) for key, one in order_item().choices.items()}
    assert "Take out `right`." in messages(replace(order_item(), choices=marked))[0]
    bare = {key: replace(one, why="") for key, one in order_item().choices.items()}
    assert "Say why it stands there." in messages(replace(order_item(), choices=bare))[0]
