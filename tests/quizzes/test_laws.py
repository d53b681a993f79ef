"""The laws that every behaviour keeps, for any question and any order of actions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.behaviours import BEHAVIOURS
from quizzes.behaviours.behaviour import Behaviour
from quizzes.behaviours.challenge import Challenge
from quizzes.behaviours.exam import Exam, level_verdict
from quizzes.behaviours.flashcard_scheduling import (
    RATINGS,
    Card,
    rating_intervals,
    schedule_card,
)
from quizzes.items import Item
from quizzes.states import (
    Action,
    Clock,
    HandIn,
    Hint,
    Late,
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
exam, challenge = Exam(), Challenge()
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


def test_in_a_test_the_last_answer_counts() -> None:
    state = State()
    for response in ("right", "wrong-0", "right", "wrong-1"):
        state = exam.apply(item(), state, Pick(response))
    assert exam.score(item(), exam.apply(item(), state, HandIn()), 0, 0) == 0.0
    assert state.picks == ("wrong-1",)


@pytest.mark.parametrize(
    ("scores", "verdict"),
    [
        ([1, 1, 1], "strong"),
        ([1, 1, 1, 1], "strong"),
        ([1, 1, 1, 0], "shaky"),
        ([1, 1, 0], "shaky"),
        ([1, 1, 0, 0], "shaky"),
        ([1, 0, 0], "weak"),
        ([0, 0, 0, 0], "weak"),
    ],
)
def test_a_level_is_strong_shaky_or_weak(scores: list[float], verdict: str) -> None:
    assert level_verdict(scores) == verdict


def opened(at: float = 1000.25) -> State:
    return challenge.apply(item(), State(), Start(at, 60))


def test_a_challenge_is_closed_until_it_is_opened() -> None:
    assert challenge.is_closed(State())
    with pytest.raises(NotAllowed, match="Open the problem first"):
        challenge.apply(item(), State(), Pick("right", 1000))
    assert not challenge.is_closed(opened())


def test_opening_a_problem_again_gains_no_second() -> None:
    assert challenge.apply(item(), opened(), Start(1059, 60)) == opened()


def test_an_answer_counts_up_to_the_end_of_the_grace_and_is_late_after_it() -> None:
    end = opened().until
    for at in (end, end + challenge.grace - 0.001):
        assert challenge.is_right(item(), challenge.apply(item(), opened(), Pick("right", at)))
    with pytest.raises(Late, match="kept as late"):
        challenge.apply(item(), opened(), Pick("right", end + challenge.grace))


def test_nothing_is_over_before_the_grace_is() -> None:
    """Else the solution could be read and then sent in time."""
    end = opened().until
    assert not challenge.is_finished(
        item(), challenge.apply(item(), opened(), Clock(end + challenge.grace - 0.001))
    )
    assert challenge.is_finished(
        item(), challenge.apply(item(), opened(), Clock(end + challenge.grace))
    )


def test_a_challenge_has_two_tries() -> None:
    state = opened()
    for left, response in ((1, "wrong-0"), (0, "wrong-1")):
        state = challenge.apply(item(), state, Pick(response, 1001))
        assert challenge.tries_left(item(), state) == left
    assert challenge.score(item(), state, 0, 0) == 0.0


def test_a_problem_that_is_finished_is_not_out_of_time_later() -> None:
    state = challenge.apply(item(), opened(), Pick("right", 1001))
    assert challenge.apply(item(), state, Clock(99_999)) == state


def test_the_same_ratings_at_the_same_times_give_the_same_card() -> None:
    """FSRS is used without its randomness."""
    seen = set()
    for _ in range(5):
        card: Card = ()
        at = 1_800_000_000
        for rating in ("good", "good", "hard", "again", "easy"):
            card, due = schedule_card(card, rating, at)
            at = due + 3600
        seen.add((card, at))
    assert len(seen) == 1


def test_a_better_rating_brings_a_card_back_later() -> None:
    after = rating_intervals((), 1_800_000_000)
    assert list(after) == ["again", "hard", "good", "easy"]
    assert list(after.values()) == sorted(after.values())
    assert after["again"] == 60
    assert after["easy"] >= 24 * 3600


def test_what_a_button_promises_is_what_happens() -> None:
    at = 1_800_000_000.5
    for rating, seconds in rating_intervals((), at).items():
        assert schedule_card((), rating, at)[1] == int(at) + seconds
