"""Several right choices: what counts, and what is told of it."""

import pytest

from quizzes.kinds.choices import ChoicesKind
from quizzes.kinds.form_values import form_value
from tests.quizzes.items import choices_item
from tests.quizzes.kinds import look, messages, refusal

choices = ChoicesKind()


@pytest.mark.parametrize(
    ("response", "grade"),
    [
        ("right-0,right-1", 1.0),
        ("right-0", 0.5),
        ("right-0,right-1,wrong-0", 0.5),
        ("right-0,wrong-0", 0.0),
        ("wrong-0,wrong-1", 0.0),
        ("right-0,right-1,wrong-0,gone", 0.0),
    ],
)
def test_a_wrong_choice_takes_a_right_one_back_and_never_more(response: str, grade: float) -> None:
    assert choices.grade(choices_item(), response) == grade


def test_all_choices_at_once_are_no_answer() -> None:
    everything = "&".join(f"choice={form_value('sample', key)}" for key in choices_item().choices)
    assert "All of them is never right" in refusal(choices_item(), everything)


def test_a_choice_that_comes_twice_is_refused() -> None:
    twice = "&".join([f"choice={form_value('sample', 'right-0')}"] * 2)
    assert "An answer came twice" in refusal(choices_item(), twice)


def test_what_was_chosen_is_told_and_what_was_not_is_not() -> None:
    shown = choices.present(look(choices_item(), "right-0,wrong-1"))
    verdicts = {one.text: one.verdict for one in shown}
    assert verdicts == {
        "Right 0": "right",
        "<code>Wrong1</code>": "wrong",
        "Right 1": "",
        "<code>Wrong0</code>": "",
    }
    assert choices.describe_result(choices_item(), "right-0,wrong-1") == (
        "Of the 2 you chose, 1 is wrong. Something is missing."
    )
    assert (
        choices.describe_result(choices_item(), "right-0")
        == "What you chose is right. Something is missing."
    )


def test_a_right_choice_that_was_left_out_says_so_at_the_end() -> None:
    shown = choices.present(look(choices_item(), "right-0", finished=True))
    assert {one.text: one.note for one in shown if one.note} == {
        "Right 1": "You left this one out."
    }


def test_several_choices_need_two_right_ones_and_a_wrong_one() -> None:
    assert "Right choices: 1." in messages(choices_item(right=1))[0]
    assert "All choices are right." in messages(choices_item(wrong=0))[0]
