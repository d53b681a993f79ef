"""The rules of a test alone: the last answer counts, and what its levels are called."""

import pytest

from quizzes.behaviours.exam import Exam, level_verdict
from quizzes.states import HandIn, Pick, State
from tests.quizzes.items import item

exam = Exam()


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
