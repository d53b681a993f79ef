"""The laws of practice, for any question and any order of actions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.behaviours import practice
from quizzes.items import Item
from quizzes.states import Action, Hint, NotAllowed, Pick, State, Step
from tests.quizzes.items import item

items = st.builds(
    item,
    hints=st.integers(min_value=0, max_value=5),
    steps=st.integers(min_value=0, max_value=4),
    wrong=st.integers(min_value=1, max_value=5),
)
responses = st.sampled_from(["right", *(f"wrong-{number}" for number in range(6)), "nonsense", ""])
actions = st.lists(st.one_of(st.builds(Pick, responses), st.builds(Hint), st.builds(Step)))
costs = st.floats(min_value=0, max_value=1)


def walk(question: Item, log: list[Action]) -> list[tuple[Action, State]]:
    """The actions that were allowed, each with the state it led to."""
    state, allowed = State(), []
    for action in log:
        try:
            state = practice.step(question, state, action)
        except NotAllowed:
            continue
        allowed.append((action, state))
    return allowed


@given(items, actions)
def test_tries_never_go_below_zero_or_up(question: Item, log: list[Action]) -> None:
    left = [practice.tries(question)]
    left += [practice.tries_left(question, state) for _, state in walk(question, log)]
    assert min(left) >= 0
    assert left == sorted(left, reverse=True)


@given(items, actions)
def test_a_finished_question_takes_no_answer_and_no_hint(question: Item, log: list[Action]) -> None:
    finished = False
    for action, state in walk(question, log):
        assert not (finished and isinstance(action, Pick | Hint))
        finished = finished or practice.finished(question, state)


@given(items, actions)
def test_no_step_is_revealed_before_the_end(question: Item, log: list[Action]) -> None:
    for _, state in walk(question, log):
        assert state.steps == 0 or practice.finished(question, state)
        assert state.steps <= len(question.steps)
        assert state.hints <= len(question.hints)


@given(items, actions, costs, costs)
def test_the_score_is_none_until_the_end_and_then_in_the_unit_interval(
    question: Item, log: list[Action], try_cost: float, hint_cost: float
) -> None:
    for _, state in walk(question, log):
        score = practice.score(question, state, try_cost, hint_cost)
        assert (score is None) == (not practice.finished(question, state))
        assert score is None or 0 <= score <= 1
        assert score is None or (score > 0) == practice.right(question, state)


@given(items, costs, costs, st.integers(min_value=0, max_value=4))
def test_a_hint_never_raises_the_score(
    question: Item, try_cost: float, hint_cost: float, hints: int
) -> None:
    picks = ("right",)
    fewer = practice.score(question, State(picks, hints), try_cost, hint_cost)
    more = practice.score(question, State(picks, hints + 1), try_cost, hint_cost)
    assert fewer is not None
    assert more is not None
    assert more <= fewer


@given(items, actions)
def test_replaying_the_log_gives_the_same_state(question: Item, log: list[Action]) -> None:
    first = walk(question, log)
    assert walk(question, [action for action, _ in first]) == first


def test_a_question_has_as_many_tries_as_hints_and_one_more() -> None:
    assert practice.tries(item(hints=2)) == 3
    assert practice.tries(item(hints=0)) == 1


def test_there_are_never_more_tries_than_choices() -> None:
    assert practice.tries(item(hints=5, wrong=1)) == 2


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
