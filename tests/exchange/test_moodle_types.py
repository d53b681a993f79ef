"""Moodle's types of questions: those that come, as what, and those that can't."""

import msgspec
import pytest

from exchange.importer import read_questions
from exchange.moodle import READERS
from exchange.moodle_export import write_moodle
from quizzes.kinds import kind_of
from quizzes.schema import Item
from tests.exchange.moodle_xml import ANSWERS, question, quiz
from tests.exchange.reading import by_name, rights, told_of
from tests.quizzes.items import order_item

WORDS = "The [[1]] chases the [[2]], and the [[1]] sleeps."
SELECT = "".join(
    f"<selectoption><text>{text}</text><group>{group}</group></selectoption>"
    for text, group in (("cat", 1), ("mouse", 2), ("dog", 1), ("cat", 1), ("cheese *", 2))
)
DRAG = SELECT.replace("selectoption", "dragbox")


def only(text: str) -> Item:
    [item] = by_name(text).values()
    return item


@pytest.mark.parametrize(("prompt", "told"), [("Fill the gaps.", 0), ("Translate.", 1)])
def test_a_prompt_above_gaps_that_stays_here_is_told(prompt: str, told: int) -> None:
    item = only(quiz(question(WORDS, SELECT, kind="gapselect")))
    notes = write_moodle([msgspec.structs.replace(item, prompt=prompt)])[1]
    assert len([note for note in notes if "no place for a prompt" in note.message]) == told


def notes_of(text: str) -> list[str]:
    return [message for _, message in told_of(text)]


@pytest.mark.parametrize(("kind", "words"), [("gapselect", SELECT), ("ddwtos", DRAG)])
def test_words_for_gaps_come_as_a_text_with_gaps_to_choose_for(kind: str, words: str) -> None:
    item = only(quiz(question(f"<p>{WORDS}</p>", words, kind=kind)))
    assert (item.kind, item.typed) == ("cloze", [])
    assert item.text == "The [[gap-1]] chases the [[gap-2]], and the [[gap-3]] sleeps."
    gaps = {name: [] for name in ("gap-1", "gap-2", "gap-3")}
    for choice in item.choices.values():
        gaps[choice.gap].append((choice.text, choice.right))
    assert gaps["gap-1"] == gaps["gap-3"] == [("cat", True), ("dog", False)]
    assert gaps["gap-2"] == [("mouse", True), (r"cheese \*", False)]


def test_words_that_are_dragged_elsewhere_are_told_of() -> None:
    [note] = notes_of(quiz(question(WORDS, DRAG, kind="ddwtos")))
    assert (
        note
        == "In Moodle words are dragged into the gaps. Here each gap has a list to choose from."
    )


@pytest.mark.parametrize(
    ("words", "options", "reason"),
    [
        ("No gap.", SELECT, "Its text has no gap, as [[1]]."),
        ("A [[9]]", SELECT, "Its gap [[9]] names none of its 5 words."),
        ("[[1]]" * 20, SELECT, "Its gaps have together more than 26 words to choose from"),
    ],
)
def test_gaps_that_can_not_be_filled_here_are_told_of(
    words: str, options: str, reason: str
) -> None:
    [note] = notes_of(quiz(question(words, options, kind="gapselect")))
    assert note.startswith(f"Left out. {reason}")


def ordering(*places: str, more: str = "") -> str:
    answers = "".join(
        f'<answer fraction="{place}" format="html"><text>Step {place}</text></answer>'
        for place in places
    )
    return quiz(question("Order them.", f"{more}{answers}", kind="ordering"))


def test_parts_to_put_in_order_come_in_their_right_order() -> None:
    item = only(ordering("2.0", "1.0", "10.0", "3.0"))
    assert item.kind == "order"
    assert [one.text for one in item.choices.values()] == [
        "Step 1.0",
        "Step 2.0",
        "Step 3.0",
        "Step 10.0",
    ]
    messages = {message for _, message in kind_of(item).problems(item)}
    assert all("has no `why`" in message for message in messages)


def test_that_elsewhere_only_some_parts_are_asked_is_told() -> None:
    some = "<selecttype>RANDOM</selecttype><selectcount>3</selectcount>"
    assert notes_of(ordering("1", "2", "3", "4", more=some)) == [
        "In Moodle 3 of its parts are asked at a time. Here all of them are."
    ]
    assert notes_of(ordering("1", "2", more="<selecttype>ALL</selecttype>")) == []


def test_an_order_goes_out_and_comes_back() -> None:
    item = order_item()
    text, notes = write_moodle([item])
    assert 'type="ordering"' in text
    assert not [note for note in notes if "Left out" in note.message]
    back = only(text)
    assert (back.kind, back.prompt) == ("order", item.prompt)
    assert [(one.text, one.why) for one in back.choices.values()] == [
        (one.text, one.why) for one in item.choices.values()
    ]


def test_all_or_nothing_comes_with_several_right_ones_and_what_differs_is_told() -> None:
    answers = "".join(
        f'<answer fraction="{worth}"><text>{text}</text></answer>'
        for text, worth in (("a", 100), ("b", 100), ("c", 0))
    )
    text = quiz(question("Which?", answers, kind="multichoiceset"))
    assert (only(text).kind, rights(only(text))) == ("choices", ["a", "b"])
    [note] = notes_of(text)
    assert note.startswith("There only all right answers together count.")


@pytest.mark.parametrize(
    "kind",
    [
        *["calculated", "calculatedsimple", "calculatedmulti", "ddimageortext", "ddmarker"],
        *["stack", "coderunner", "random", "randomsamatch", "essay", "description", ""],
    ],
)
def test_what_can_not_come_is_told_in_words(kind: str) -> None:
    assert kind not in READERS
    [note] = notes_of(quiz(question("What?", kind=kind)))
    assert note.startswith("Left out. ")
    assert "there is no such kind" not in note.replace("An essay, which a person marks:", "") or (
        kind == "essay"
    )
    assert "'" not in note


def test_a_type_that_nobody_knows_is_named() -> None:
    assert notes_of(quiz(question("What?", kind="jazz"))) == [
        "Left out. 'jazz': there is no such kind of question here."
    ]


@pytest.mark.parametrize("kind", ["MULTICHOICE", " Multi Choice ", "multi-choice"])
def test_a_type_counts_however_it_is_written(kind: str) -> None:
    assert only(quiz(question("Which?", kind=kind))).kind == "choice"


def test_elements_in_capitals_are_read() -> None:
    text = quiz(question("Which?")).replace("<quiz", "<QUIZ").replace("</quiz", "</QUIZ")
    text = text.replace("<question type", "<Question Type").replace("</question>", "</Question>")
    assert only(text).prompt == "Which?"


@pytest.mark.parametrize("first", ["{mlang en}True{mlang}{mlang de}Wahr{mlang}", "Wahr"])
def test_true_and_false_in_other_words_come_in_their_order_and_are_told_of(first: str) -> None:
    answers = (
        f'<answer fraction="0"><text>{first}</text></answer>'
        '<answer fraction="100"><text>Falsch</text></answer>'
    )
    text = quiz(question("Is it so?", answers, kind="truefalse"))
    assert rights(only(text)) == ["False"]
    assert "taken as true and false." in notes_of(text)[0]


def test_a_choice_of_which_none_is_worth_anything_is_a_draft_to_mend() -> None:
    item = only(quiz(question("Which?", ANSWERS.replace("100", "0"))))
    assert (item.kind, rights(item)) == ("choice", [])
    assert any("right" in message for _, message in kind_of(item).problems(item))


def test_what_belongs_to_a_part_is_plain_text_and_shows_as_written() -> None:
    pairs = "".join(
        f'<subquestion format="html"><text>{left}</text><answer><text>{right}</text></answer>'
        "</subquestion>"
        for left, right in (("&lt;b&gt;one&lt;/b&gt;", "*a*"), ("two", "b_c_"))
    )
    item = only(quiz(question("Which?", pairs, kind="matching")))
    assert [(one.text, one.match) for one in item.choices.values()] == [
        ("**one**", r"\*a\*"),
        ("two", r"b_c\_"),
    ]
    back = only(write_moodle([item])[0])
    assert back.choices == item.choices


def test_a_star_within_a_short_answer_is_told_of() -> None:
    answers = '<answer fraction="100"><text>*cat*</text></answer>'
    [note] = notes_of(quiz(question("Who?", answers, kind="shortanswer")))
    assert note == "Here a * stands for itself only: *cat*."


@pytest.mark.parametrize("count", [2, 8, 12])
def test_long_words_make_no_keys_that_are_too_long_for_a_response(count: int) -> None:
    long = " of all the things that there are in the world"
    pairs = "".join(
        f"<subquestion><text>Part {n}{long}</text><answer><text>{n}</text></answer></subquestion>"
        for n in range(count)
    )
    answers = "".join(
        f'<answer fraction="50"><text>Answer {n}{long}</text></answer>' for n in range(count)
    )
    asked = [
        question("Which?", pairs, kind="matching"),
        question("Which?", answers + "<single>false</single>"),
        question("Order.", answers, kind="ordering"),
    ]
    for _, item in read_questions(quiz(*asked).encode()).questions:
        problems = [message for _, message in kind_of(item).problems(item)]
        assert not [message for message in problems if "too long" in message], item.kind
