"""Typed texts: what makes no difference, and what is told of a try."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from quizzes.kinds import item_version
from quizzes.kinds.typed import TypedKind
from quizzes.kinds.typed_text import dash_readings, normalize_text
from quizzes.schema import Choice, Item
from tests.quizzes.items import number_item, sent, typed_item
from tests.quizzes.kinds import look, messages

typed = TypedKind()


@pytest.mark.parametrize(
    "text", ["clearsessions", " ClearSessions ", "`clearsessions`", "\u201cclearsessions\u201d"]
)
def test_case_spacing_and_quotes_make_no_difference(text: str) -> None:
    assert typed.parse_response(typed_item(), sent(typed_item(), text)) == "clearsessions"


@given(st.text(max_size=100), st.booleans())
def test_a_text_made_uniform_stays_as_it_is(text: str, capitals: bool) -> None:
    once = normalize_text(text, capitals)
    assert normalize_text(once, capitals) == once


# What a word processor, a phone or a page on the web makes of what was typed.
RESTYLED = {
    "'": "\u2018\u2019\u201a\u201b\u2032\u2039\u203a\u00b4`\uff07",
    '"': "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb\uff02",
    "-": "\u2010\u2011\u2012\u2013\u2014\u2212\uff0d",
    "--": "\u2013\u2014",
    "...": "\u2026",
    " ": "\u00a0\u2009\u202f\u3000",
}


@pytest.mark.parametrize(
    "expected",
    [
        *(
            "don't",
            'print("x")',
            "--noinput",
            "-v",
            "x = -5",
            "wait...",
            "manage.py migrate --plan",
        ),
        *('say "it\'s"', "a--b", "no-one"),
    ],
)
@given(data=st.data())
def test_an_answer_in_another_style_of_signs_is_right(expected: str, data: st.DataObject) -> None:
    item = with_answers(expected)
    text = expected
    for sign in sorted(RESTYLED, key=len, reverse=True):
        text = text.replace(sign, data.draw(st.sampled_from([sign, *RESTYLED[sign]])))
    assert typed.grade(item, typed.parse_response(item, sent(item, text))) == 1, text


@pytest.mark.parametrize("text", ["clear\u00adsessions", "\u200eclearsessions\ufeff"])
def test_signs_that_nobody_sees_make_no_difference(text: str) -> None:
    assert normalize_text(text) == "clearsessions"


@pytest.mark.parametrize(("expected", "text"), [("--noinput", "-noinput"), ("-v", "--v")])
def test_one_typed_hyphen_is_not_two(expected: str, text: str) -> None:
    assert typed.grade(with_answers(expected), text) == 0


def with_answers(*texts: str, **more: Any) -> Item:
    """Right answers `a`, `b` …"""
    choices = {chr(97 + n): Choice(text=text, right=True) for n, text in enumerate(texts)}
    return replace(typed_item(), choices=choices, **more)


DASHED = st.text("ab-\u2013\u2014' \u2019", min_size=1, max_size=8)


@given(DASHED, DASHED)
def test_answers_of_which_a_plainly_typed_text_is_more_than_one_are_told(
    one: str, other: str
) -> None:
    """A text with a long dash may be both `-x` and `--x`; what has none is one answer, or told."""
    item = with_answers(one, other)
    expected = [typed.expected_response(item, key) for key in item.choices]
    plain = {text for response in expected for text in dash_readings(response)}
    if any(all(typed.matches(item, text, key) for key in item.choices) for text in plain):
        assert any("counts as the same" in message for message in messages(item))


# --- Capitals --------------------------------------------------------------------------------

SPELT = replace(
    typed_item(),
    capitals=True,
    choices={
        "right": Choice(text="`None`", right=True),
        "small": Choice(text="`none`", why="Python tells capitals apart."),
    },
)


def test_where_capitals_count_they_are_kept_and_tell_answers_apart() -> None:
    assert messages(SPELT) == []
    assert typed.parse_response(SPELT, sent(SPELT, " \u201cNone\u201d ")) == "None"
    assert [typed.grade(SPELT, text) for text in ("None", "none", "NONE")] == [1, 0, 0]
    assert typed.chosen_keys(SPELT, "none") == ["small"]


def test_answers_that_only_capitals_tell_apart_are_told_with_the_way_out() -> None:
    (message,) = messages(replace(SPELT, capitals=False))
    assert message == "This counts as the same as 'right'. Take one out, or let `capitals` count."
    assert "capitals" not in messages(with_answers("x", "`x`"))[0]


def test_whether_capitals_count_is_a_new_version_and_without_them_nothing_changed() -> None:
    assert item_version(SPELT) != item_version(replace(SPELT, capitals=False))
    assert item_version(typed_item()) == "7712b10fd1a7"
    assert item_version(number_item()) == "3a4a4934c07e"


def test_a_number_has_no_capitals() -> None:
    assert "Take `capitals` out." in messages(replace(number_item(), capitals=True))[0]


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


def test_a_hint_that_names_an_answer_is_told() -> None:
    shown = replace(typed_item(), hints=["Not [[flush]]."])
    assert "The hint shows an answer." in messages(shown)[0]


def test_what_is_shown_as_an_example_is_an_answer() -> None:
    """The preview gives it, so it has to be in the form that answers are kept in."""
    item = with_answers("`Clear Sessions`")
    assert typed.is_valid(item, typed.example_response(item, right=True))


def test_a_number_without_a_right_answer_is_carried_nowhere() -> None:
    """It is a draft. A text is: elsewhere its right answers can be added."""
    for question, is_carried in ((number_item(), False), (typed_item(), True)):
        wrong = {key: one for key, one in question.choices.items() if not one.right}
        assert bool(typed.portable(replace(question, choices=wrong))) == is_carried
