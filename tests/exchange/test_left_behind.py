"""What of a question does not come along is told, in its own words."""

import pytest

from exchange.importer import read_questions
from tests.exchange.reading import (
    TWO_ANSWERS,
    moodle_answer,
    moodle_question,
    notes_of,
    only,
    rights,
)


def feedback(words: str) -> str:
    return f'<feedback format="html"><text>{words}</text></feedback>'


def test_weights_that_differ_are_told() -> None:
    assert notes_of("::a::Which? {~%60%one ~%40%two ~%-20%three}") == [
        "In the file its answers are worth 60, 40, -20 percent. Here each right one counts the "
        "same, and each wrong one takes a right one back."
    ]
    assert notes_of("::a::Which? {~%50%one ~%50%two ~three}") == [
        "Here each wrong answer takes a right one back. In the file it costs nothing."
    ]
    comma = only("::a::Which? {~%50,0%one ~%50,0%two ~%-100%three}")
    assert rights(comma) == ["one", "two"]


def test_an_answer_that_is_worth_a_part_is_told_with_what_is_said_to_it() -> None:
    assert notes_of("::a::Who? {=Ada#Yes. =%50%Adah#The h is *too much*.}") == [
        "Left out because it is not worth all the points: Adah. What is said to it: "
        "The h is *too much*."
    ]
    assert notes_of("::a::When? {#=1815:0 =%50%1815:5#Nearly.}") == [
        "Left out: 1815, give or take 5, worth 50 percent. What is said to it: Nearly."
    ]
    assert notes_of("::a::Who? {=Ada ~%50%Adah#Nearly. ~Bo}") == [
        "Not worth all the points, so it counts as wrong here: Adah."
    ]
    assert only("::a::Who? {=Ada ~%50%Adah#Nearly. ~Bo}").choices["adah"].why == "Nearly."


def test_what_is_said_to_any_other_answer_is_told() -> None:
    said = ["Feedback for any other answer was not imported: Read it again."]
    assert notes_of("::a::Who? {=Ada =%0%*#Read it again.}") == said
    assert notes_of("::a::When? {#=1815:0 ~#Read it again.}") == said
    every = moodle_answer("*", 0, feedback("Read &lt;b&gt;it&lt;/b&gt; again."))
    assert notes_of(moodle_question("shortanswer", moodle_answer("Ada"), every)) == said
    assert notes_of(moodle_question("numerical", moodle_answer("1815"), every)) == said


def test_what_is_said_of_the_whole_answer_is_told_unless_it_says_nothing() -> None:
    long = "Look at page 12. " * 30
    combined = (
        f'<correctfeedback format="html"><text>{long}</text></correctfeedback>'
        '<incorrectfeedback format="html"><text>Your answer is incorrect.</text>'
        "</incorrectfeedback>"
    )
    [note] = notes_of(moodle_question("multichoice", TWO_ANSWERS, combined))
    assert note == f"Feedback for a right answer was not imported: {long.strip()}"


def test_tags_penalties_points_and_hidden_questions_are_told() -> None:
    more = (
        "<hidden>1</hidden><penalty>0.5</penalty><defaultgrade>3</defaultgrade>"
        "<tags><tag><text>week 2</text></tag><tag><text>level:hard</text></tag></tags>"
    )
    text = moodle_question("multichoice", TWO_ANSWERS, more)
    assert only(text).level == "hard"
    assert notes_of(text) == [
        "Its tags were not imported: week 2.",
        "It is hidden in Moodle. Here it is a draft, as all are.",
        "A wrong try costs 0.5 in Moodle. Here the set decides.",
        "It is worth 3 points in Moodle. Here every question counts the same.",
    ]


def test_tags_and_categories_of_gift_are_told() -> None:
    text = "$CATEGORY: a/b\n// [tag:week 2] [tag:level:medium]\n::a::So? {T}"
    assert only(text).level == "medium"
    assert notes_of(text) == [
        "The category 'a/b' was not imported: a set here has no categories.",
        "Its tags were not imported: week 2.",
    ]


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        (
            "essay",
            "Left out. An essay, which a person marks: there is no such kind of question here.",
        ),
        ("description", "Left out. A text without a question."),
        ("stack", "Left out. A typed formula is judged by a program (STACK)."),
        ("", "Left out. It names no type, so nobody can tell what is asked."),
    ],
)
def test_a_kind_that_is_not_here_is_told_by_its_name(kind: str, reason: str) -> None:
    assert notes_of(moodle_question(kind, TWO_ANSWERS)) == [reason]
    assert len(read_questions(moodle_question("MultiChoice", TWO_ANSWERS).encode()).questions) == 1


def test_units_of_a_number_are_told() -> None:
    units = "<units><unit><multiplier>1</multiplier><unit_name>km</unit_name></unit></units>"
    text = moodle_question("numerical", moodle_answer("5"), units)
    assert notes_of(text) == ["Its units were not imported: km."]


def test_a_line_of_code_that_gift_takes_for_a_remark_is_told() -> None:
    assert notes_of("::a::[html]<pre>x\n// y\nz</pre> So? {T}") == [
        "A line in it that begins with // is a comment, and was not imported."
    ]


def test_the_end_of_a_very_long_name_is_told() -> None:
    name = "word " * 50
    text = f"::{name}::So? {{T}}"
    title = only(text).title
    assert title == ("word " * 40).strip()
    assert notes_of(text) == [
        f"Its name is too long. This end of it was not imported: {name.strip()[len(title) :]}"
    ]
