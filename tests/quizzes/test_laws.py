"""The laws that every behaviour keeps, for any question and any order of actions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.behaviours import BEHAVIOURS
from quizzes.behaviours.behaviour import Behaviour
from quizzes.behaviours.exam import Exam
from quizzes.behaviours.flashcard_scheduling import (
    RATINGS,
)
from quizzes.schema import Item
from quizzes.states import (
    Action,
    Clock,
    HandIn,
    Hint,
    NotAllowed,
    Pick,
    Start,
    State,
    Step,
)
from tests.quizzes.items import ITEMS, item, right_response
from tests.quizzes.items import responses as responses_to

items = st.one_of(
    st.builds(
        item,
        hints=st.integers(min_value=0, max_value=5),
        steps=st.integers(min_value=0, max_value=4),
        wrong=st.integers(min_value=1, max_value=5),
    ),
    st.sampled_from(list(ITEMS.values())),
)
some = [response for one in ITEMS.values() for response in responses_to(one)[:6]]
responses = st.sampled_from(["nonsense", *map(right_response, ITEMS.values()), *some, *RATINGS])
kinds_of_action = st.sampled_from(["pick", "pick", "hint", "step", "start", "handin", "clock"])
# What is done, with what response, and how many seconds after the thing before.
logs = st.lists(st.tuples(kinds_of_action, responses, st.integers(0, 100_000)), max_size=30)
costs = st.floats(min_value=0, max_value=1)
exam = Exam()
every = pytest.mark.parametrize("rules", BEHAVIOURS.values(), ids=BEHAVIOURS.keys())


def timed(log: list[tuple[str, str, int]]) -> list[Action]:
    """The actions of a log, at times that only go forward."""
    now, actions = 1_800_000_000, []
    for what, response, later in log:
        now += later
        actions.append(
            {
                "pick": Pick(response, now),
                "hint": Hint(),
                "step": Step(),
                "start": Start(now, 60),
                "handin": HandIn(),
                "clock": Clock(now),
            }[what]
        )
    return actions


def walk(rules: Behaviour, question: Item, log: list[Action]) -> list[tuple[Action, State]]:
    """The actions that were allowed, each with the state it led to."""
    state, allowed = State(), []
    for action in log:
        try:
            state = rules.apply(question, state, action)
        except NotAllowed:
            continue
        allowed.append((action, state))
    return allowed


@every
@given(question=items, log=logs)
def test_tries_never_go_below_zero(
    rules: Behaviour, question: Item, log: list[tuple[str, str, int]]
) -> None:
    for _, state in walk(rules, question, timed(log)):
        assert 0 <= rules.tries_left(question, state) <= rules.max_tries(question)


@every
@given(question=items, log=logs)
def test_a_finished_state_takes_no_more_answers_hints_or_hand_ins(
    rules: Behaviour, question: Item, log: list[tuple[str, str, int]]
) -> None:
    """But for the clock, which nobody moves: a card is due again when its time has come."""
    state = State()
    for action in timed(log):
        if isinstance(action, Pick):
            state = rules.apply(question, state, Clock(action.at))
        try:
            after = rules.apply(question, state, action)
        except NotAllowed:
            continue
        if rules.is_finished(question, state) and not isinstance(action, Clock):
            assert after == state or isinstance(action, Step)
            assert (after.picks, after.hints) == (state.picks, state.hints)
        state = after


@every
@given(question=items, log=logs, try_cost=costs, hint_cost=costs)
def test_the_score_lies_between_0_and_1(
    rules: Behaviour,
    question: Item,
    log: list[tuple[str, str, int]],
    try_cost: float,
    hint_cost: float,
) -> None:
    for _, state in walk(rules, question, timed(log)):
        score = rules.score(question, state, try_cost, hint_cost)
        assert score is None or 0 <= score <= 1
        if score is not None and rules.is_right(question, state):
            assert score > 0


@every
@given(question=items, log=logs, try_cost=costs, hint_cost=costs)
def test_a_hint_never_raises_the_score(
    rules: Behaviour,
    question: Item,
    log: list[tuple[str, str, int]],
    try_cost: float,
    hint_cost: float,
) -> None:
    """The same log with one more hint at its beginning."""
    actions = timed(log)
    plain = walk(rules, question, actions)
    hinted = walk(rules, question, [Hint(), *actions])
    if not plain or not hinted:
        return
    before = rules.score(question, plain[-1][1], try_cost, hint_cost)
    after = rules.score(question, hinted[-1][1], try_cost, hint_cost)
    assert (before or 0) >= (after or 0)


@every
@given(question=items, log=logs)
def test_replaying_the_log_gives_the_same_state(
    rules: Behaviour, question: Item, log: list[tuple[str, str, int]]
) -> None:
    first = walk(rules, question, timed(log))
    assert walk(rules, question, [action for action, _ in first]) == first


@every
@given(question=items, log=logs)
def test_no_step_or_hint_is_more_than_there_are(
    rules: Behaviour, question: Item, log: list[tuple[str, str, int]]
) -> None:
    for _, state in walk(rules, question, timed(log)):
        assert state.hints <= (len(question.hints) if rules.gives_hints else 0)
        assert state.steps <= max(len(question.steps), 1)


@given(items, logs)
def test_a_test_tells_nothing_before_it_is_handed_in(
    question: Item, log: list[tuple[str, str, int]]
) -> None:
    for _, state in walk(exam, question, timed(log)):
        if not state.over:
            assert exam.visible_state(state) == State()
            assert exam.score(question, state, 0, 0) is None
            assert state.steps == 0
