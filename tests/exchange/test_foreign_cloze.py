"""Texts with several blanks in files of other systems."""

from tests.exchange.reading import moodle_question, notes_of, only


def cloze(text: str) -> str:
    return moodle_question("cloze", asked=text)


def test_a_gift_text_with_gaps_comes_as_one() -> None:
    item = only("::a::The cat {1:MC:=sat~sits#Not now.} on the {1:SA:=mat} today.")
    assert (item.kind, item.text) == ("cloze", "The cat [[gap-1]] on the [[gap-2]] today.")
    assert item.typed == ["gap-2"]
    assert [(one.gap, one.text, one.right, one.why) for one in item.choices.values()] == [
        ("gap-1", "sat", True, ""),
        ("gap-1", "sits", False, "Not now."),
        ("gap-2", "mat", True, ""),
    ]


def test_several_blanks_of_gifts_own_are_told_what_they_are() -> None:
    assert notes_of("::a::Two plus {=2} is {=4}.") == [
        "Left out. It has answers twice. Put an empty line between two questions."
    ]


def test_a_choice_of_a_gap_is_shown_as_it_was_written() -> None:
    item = only(cloze("In Python {1:MULTICHOICE:=__init__~a*b*c~&lt;b&gt;} starts."))
    assert [one.text for one in item.choices.values()] == [
        r"\_\_init\_\_",
        r"a\*b\*c",
        r"\<b>",
    ]


def test_gaps_stand_where_they_stood_in_lists_tables_and_code() -> None:
    item = only(cloze("<ul><li>{1:SA:=a}</li></ul><pre>x = {1:SA:=1}\n  y</pre>"))
    assert item.text == "- [[gap-1]]\n\n```\nx = [[gap-2]]\n  y\n```"


def test_what_a_gap_can_not_hold_is_told() -> None:
    text = (
        "{1:SA:=Ada~%50%Adah#Nearly.~*#Read again.} was born in {2:NM:=1815:0~%50%1816:0#Later.} "
        "and {1:MC:=died~%20%dyed#A colour.} and {1:SAC:=X}"
    )
    assert notes_of(cloze(text)) == [
        "Its gaps count differently in the file, and the same here.",
        "Capitals count in some of its gaps in the file, and in all that are typed here.",
        "Left out because it is not worth all the points: Adah. What is said to it: Nearly.",
        "Feedback for any other answer was not imported: Read again.",
        "Left out: 1816, worth 50 percent. What is said to it: Later.",
        "Not worth all the points, so it counts as wrong here: dyed.",
    ]
    assert only(cloze(text)).capitals


def test_gaps_that_no_question_here_can_have_leave_it_out() -> None:
    assert notes_of(cloze("{1:MR:=a~=b~c}")) == [
        "Left out. One of its gaps takes several answers. A gap here takes one."
    ]
    assert notes_of(cloze("{1:NM:=1:0.1} and {1:NM:=1:0.2}")) == [
        "Left out. Its numbers may be off by different amounts: a question here has one for all."
    ]
