"""The rules of a challenge alone: its clock, its tries, what is late."""

import pytest

from quizzes.behaviours.challenge import Challenge
from quizzes.states import Clock, Late, NotAllowed, Pick, Start, State
from tests.quizzes.items import item

challenge = Challenge()


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
