"""The laws of practice, for a question of any kind and any order of actions."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.behaviours.practice import Practice
from quizzes.schema import Item
from quizzes.states import Action, Hint, NotAllowed, Pick, State, Step
from tests.quizzes.items import (
    ITEMS,
    blanks_item,
    choices_item,
    item,
    number_item,
    order_item,
    responses,
    right_response,
    typed_item,
    wrong_responses,
)


def few(least: int, most: int) -> Any:
    return st.integers(min_value=least, max_value=most)


help_given = {"hints": few(0, 5), "steps": few(0, 4)}
items = st.one_of(
    st.builds(item, wrong=few(1, 5), **help_given),
    st.builds(choices_item, right=few(2, 3), wrong=few(1, 2), **help_given),
    st.builds(blanks_item, gaps=few(1, 3), wrong=few(1, 2), **help_given),
    st.builds(order_item, count=few(2, 4), **help_given),
    st.builds(typed_item, **help_given),
    st.builds(number_item, tolerance=st.floats(min_value=0, max_value=100), **help_given),
)
practice = Practice()
costs = st.floats(min_value=0, max_value=1)


@st.composite
def cases(draw: Any) -> tuple[Item, list[Action]]:
    """A question and what somebody tries to do with it, sensible or not."""
    question = draw(items)
    junk = st.sampled_from(["nonsense", "", ",", "=", "right,right", "g0=right", "\x00"])
    response = st.one_of(st.sampled_from(responses(question)), junk)
    actions = st.one_of(st.builds(Pick, response), st.builds(Hint), st.builds(Step))
    return question, draw(st.lists(actions, max_size=20))


def walk(question: Item, log: list[Action]) -> list[tuple[Action, State]]:
    """The actions that were allowed, each with the state it led to."""
    state, allowed = State(), []
    for action in log:
        try:
            state = practice.apply(question, state, action)
        except NotAllowed:
            continue
        allowed.append((action, state))
    return allowed


@given(cases())
def test_tries_never_go_below_zero_or_up(case: tuple[Item, list[Action]]) -> None:
    question, log = case
    left = [practice.max_tries(question)]
    left += [practice.tries_left(question, state) for _, state in walk(question, log)]
    assert min(left) >= 0
    assert left == sorted(left, reverse=True)


@given(cases())
def test_a_finished_question_takes_no_answer_and_no_hint(case: tuple[Item, list[Action]]) -> None:
    question, log = case
    finished = False
    for action, state in walk(question, log):
        assert not (finished and isinstance(action, Pick | Hint))
        finished = finished or practice.is_finished(question, state)


@given(cases())
def test_no_answer_counts_twice(case: tuple[Item, list[Action]]) -> None:
    question, log = case
    for _, state in walk(question, log):
        assert len(set(state.picks)) == len(state.picks)


@given(cases())
def test_no_step_is_revealed_before_the_end(case: tuple[Item, list[Action]]) -> None:
    question, log = case
    for _, state in walk(question, log):
        assert state.steps == 0 or practice.is_finished(question, state)
        assert state.steps <= len(question.steps)
        assert state.hints <= len(question.hints)


@given(cases(), costs, costs)
def test_the_score_is_none_until_the_end_and_then_in_the_unit_interval(
    case: tuple[Item, list[Action]], try_cost: float, hint_cost: float
) -> None:
    question, log = case
    for _, state in walk(question, log):
        score = practice.score(question, state, try_cost, hint_cost)
        assert (score is None) == (not practice.is_finished(question, state))
        assert score is None or 0 <= score <= 1
        assert score is None or score * 20 == round(score * 20)
        assert score is None or score > 0 or not practice.is_right(question, state)


@given(cases(), costs, costs)
def test_the_score_is_never_more_than_the_best_grade(
    case: tuple[Item, list[Action]], try_cost: float, hint_cost: float
) -> None:
    question, log = case
    for _, state in walk(question, log):
        score = practice.score(question, state, try_cost, hint_cost)
        grades = [practice.grade(question, pick) for pick in state.picks]
        assert score is None or score <= round(max(grades) * 20) / 20


@given(cases(), costs, costs)
def test_a_hint_never_raises_the_score(
    case: tuple[Item, list[Action]], try_cost: float, hint_cost: float
) -> None:
    question, log = case
    for _, state in walk(question, log):
        if practice.is_finished(question, state):
            more = State(state.picks, state.hints + 1, state.steps)
            fewer = practice.score(question, state, try_cost, hint_cost)
            assert fewer is not None
            assert (practice.score(question, more, try_cost, hint_cost) or 0) <= fewer


@given(cases())
def test_replaying_the_log_gives_the_same_state(case: tuple[Item, list[Action]]) -> None:
    question, log = case
    first = walk(question, log)
    assert walk(question, [action for action, _ in first]) == first


@given(items)
def test_every_question_comes_to_an_end(question: Item) -> None:
    """Whoever gives all the answers there are, each once, is never left with a try."""
    every = [*wrong_responses(question), right_response(question)]
    *_, (_, last) = walk(question, [Pick(response) for response in every])
    assert practice.is_finished(question, last)


@pytest.mark.parametrize("kind", ITEMS)
def test_a_question_has_as_many_tries_as_hints_and_one_more(kind: str) -> None:
    assert practice.max_tries(ITEMS[kind]) == 3


def test_there_are_never_more_tries_than_answers() -> None:
    assert practice.max_tries(item(hints=5, wrong=1)) == 2
    assert practice.max_tries(order_item(hints=5, count=2)) == 2
    assert practice.max_tries(blanks_item(hints=9, gaps=1, wrong=2)) == 3


@pytest.mark.parametrize("kind", ITEMS)
def test_an_answer_that_was_tried_takes_no_other_try(kind: str) -> None:
    question = ITEMS[kind]
    pick = Pick(wrong_responses(question)[0])
    state = practice.apply(question, State(), pick)
    with pytest.raises(NotAllowed, match="You have tried that one"):
        practice.apply(question, state, pick)


@pytest.mark.parametrize(
    ("state", "score"),
    [
        (State(("right",)), 1.0),
        (State(("right",), hints=1), 0.9),
        (State(("wrong-0", "right")), 0.75),
        (State(("wrong-0", "wrong-1", "right"), hints=2), 0.3),
        (State(("wrong-0", "wrong-1", "wrong-2")), 0.0),
        (State(("wrong-0",)), None),
    ],
)
def test_each_hint_and_each_try_costs_what_the_set_says(state: State, score: float) -> None:
    assert practice.score(item(), state, try_cost=0.25, hint_cost=0.1) == score


def test_out_of_tries_the_best_of_them_counts_in_part_less_the_costs() -> None:
    question = order_item(count=4)
    half, none = "s0,s1,s3,s2", "s3,s2,s1,s0"
    state = State((half, none, "s1,s0,s3,s2"), hints=1)
    assert practice.score(question, state, try_cost=0.1, hint_cost=0.05) == 0.25
    assert practice.score(question, state, try_cost=0.25, hint_cost=0.1) == 0
    assert practice.score(question, State((half,)), 0.25, 0.1) is None
    assert practice.score(order_item(hints=0), State((half,)), 0.25, 0.1) == 0.5


@pytest.mark.parametrize("kind", ITEMS)
def test_the_right_answer_is_full_marks(kind: str) -> None:
    state = practice.apply(ITEMS[kind], State(), Pick(right_response(ITEMS[kind])))
    assert practice.score(ITEMS[kind], state, 0.25, 0.1) == 1.0
