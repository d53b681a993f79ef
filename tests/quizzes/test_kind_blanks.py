"""Code with gaps: what goes into them, and how it is shown."""

import pytest
from msgspec.structs import replace

from quizzes.kinds.blanks import BlanksKind
from quizzes.kinds.form_values import form_value
from quizzes.kinds.gaps import gap_field
from tests.quizzes.items import blanks_item
from tests.quizzes.kinds import look, messages, refusal

blanks = BlanksKind()


def test_a_gap_takes_its_own_options_only() -> None:
    foreign = query("g0=g1-right", "g1=g1-right")
    assert "That does not go into gap 1." in refusal(blanks_item(), foreign)
    assert "Gap 2 is still empty." in refusal(blanks_item(), query("g0=g0-right"))
    twice = query("g0=g0-right", "g0=g0-wrong-0", "g1=g1-right")
    assert "That does not go into gap 1." in refusal(blanks_item(), twice)


def query(*pairs: str) -> str:
    """A form with these keys in these gaps."""
    sent = (pair.split("=") for pair in pairs)
    return "&".join(f"{gap_field(blanks_item(), gap)}={value(key)}" for gap, key in sent)


def value(key: str) -> str:
    return form_value(blanks_item().id, key)


def test_each_right_gap_counts_and_stays_filled() -> None:
    response = "g0=g0-right,g1=g1-wrong-1"
    assert blanks.grade(blanks_item(), response) == 0.5
    assert blanks.describe_result(blanks_item(), response) == "1 of 2 gaps is right."
    shown = blanks.present(look(blanks_item(), response))
    (_, filled), (_, open_gap), (_, end) = shown.pieces
    assert (filled.filled, filled.options, filled.verdict) == ("right_g0", [], "right")
    assert {option.value for option in open_gap.options} == {value("g1-right"), value("g1-wrong-0")}
    assert (open_gap.filled, open_gap.value, end) == ("", "", None)
    assert [(one.text, one.verdict) for one in shown.judged] == [("<code>Wrong1</code>", "wrong")]


def test_a_gap_may_lie_inside_a_string() -> None:
    shown = blanks.present(look(blanks_item()))
    html = "".join(f"{piece}{gap.field if gap else ''}" for piece, gap in shown.pieces)
    assert html.count("<span") == html.count("</span>")
    assert "x0" in html
    assert "[[" not in html


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"code": ""}, "There is no gap."),
        ({"code": "x = [[g0]]\ny = [[g0]]\nz = [[g1]]"}, "[[g0]] stands here twice."),
        ({"code": "x = [[g0]]"}, "'g1-wrong-0' is for no gap of the code. Its gaps: g0."),
        ({"code": "x = [[g0]] [[g1]]"}, "the code does not run: invalid syntax."),
        ({"code": "x = [[g0]]; [[g1]]; [[g2]]"}, "The gap 'g2' has too few choices."),
    ],
)
def test_what_is_wrong_with_gaps_is_told(change: dict[str, str], says: str) -> None:
    assert [one for one in messages(replace(blanks_item(), **change)) if says in one]


def test_an_option_is_code_and_one_of_a_gap_is_right() -> None:
    good = blanks_item().choices
    plain = {**good, "g0-right": replace(good["g0-right"], text="plain")}
    assert messages(replace(blanks_item(), choices=plain)) == [
        "An option is code. Write it between backticks."
    ]
    two = {**good, "g0-wrong-0": replace(good["g0-wrong-0"], right=True)}
    assert messages(replace(blanks_item(), choices=two)) == [
        "2 choices for the gap 'g0' are right. Mark exactly one as right."
    ]
