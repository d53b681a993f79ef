"""Typed texts and numbers: what makes no difference, and what is told of a try."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from quizzes.kinds.typed import TypedKind
from quizzes.kinds.typed_text import normalize_response, normalize_text
from quizzes.schema import Choice
from tests.quizzes.items import number_item, sent, typed_item
from tests.quizzes.kinds import look, messages, refusal

typed = TypedKind()


@pytest.mark.parametrize(
    "text", ["clearsessions", " ClearSessions ", "`clearsessions`", "\u201cclearsessions\u201d"]
)
def test_case_spacing_and_quotes_make_no_difference(text: str) -> None:
    assert typed.parse_response(typed_item(), sent(typed_item(), text)) == "clearsessions"


@given(st.text(max_size=100))
def test_a_text_made_uniform_stays_as_it_is(text: str) -> None:
    assert normalize_text(normalize_text(text)) == normalize_text(text)


@pytest.mark.parametrize(
    ("text", "response"),
    [
        ("3600", "3600"),
        ("3,600", "3600"),
        ("3 600", "3600"),
        ("3_600.50", "3600.5"),
        ("0,5", "0.5"),
        ("0,500", "0.5"),
        ("+7", "7"),
        ("-0", "0"),
        ("\uff13\uff16", "36"),
    ],
)
def test_a_number_may_be_written_in_many_ways(text: str, response: str) -> None:
    assert normalize_response(text, number=True) == response


@pytest.mark.parametrize(
    "text", ["an hour", "1e9", "nan", "inf", "1.2.3", "9" * 30, "--1", "3600s"]
)
def test_what_is_no_number_is_refused(text: str) -> None:
    assert "That is not a number." in refusal(number_item(), f"typed={text}")


@pytest.mark.parametrize(
    ("text", "grade"), [("3600.5", 1), ("3599.5", 1), ("3600.51", 0), ("60", 0)]
)
def test_a_number_may_be_off_by_the_tolerance(text: str, grade: float) -> None:
    assert typed.grade(number_item(), text) == grade


def test_an_expected_wrong_answer_tells_its_reason_and_no_other_does() -> None:
    judged = typed.present(look(typed_item(), "flush", "rinse")).judged
    assert [(one.verdict, str(one.why or "")) for one in judged] == [
        ("wrong", "That empties everything."),
        ("wrong", ""),
    ]


def test_what_was_typed_is_escaped() -> None:
    (part,) = typed.present(look(typed_item(), "<b>x</b>")).judged
    assert part.text == "<code>&lt;b&gt;x&lt;/b&gt;</code>"


@pytest.mark.parametrize(
    ("choices", "says"),
    [
        ({"a": Choice(text="x", why="No.")}, "No answer is right."),
        ({"a": Choice(text="``", right=True)}, "Nobody can type this."),
        ({"a": Choice(text="y" * 81, right=True)}, "Nobody can type this."),
        (
            {"a": Choice(text="Yes", right=True), "b": Choice(text="`yes`", right=True)},
            "the same as 'a'",
        ),
    ],
)
def test_answers_that_nobody_can_type_or_tell_apart_are_told(
    choices: dict[str, Choice], says: str
) -> None:
    assert says in messages(replace(typed_item(), choices=choices))[0]


def test_a_wrong_number_within_the_tolerance_is_told() -> None:
    assert "counts as the same as 'hour'" in messages(number_item(tolerance=4000))[0]


def test_a_hint_that_names_an_answer_is_told() -> None:
    shown = replace(typed_item(), hints=["Not [[flush]]."])
    assert "The hint shows an answer." in messages(shown)[0]


def test_a_number_without_a_right_answer_is_carried_nowhere() -> None:
    """It is a draft. A text is: elsewhere its right answers can be added."""
    for question, is_carried in ((number_item(), False), (typed_item(), True)):
        wrong = {key: one for key, one in question.choices.items() if not one.right}
        assert bool(typed.portable(replace(question, choices=wrong))) == is_carried
