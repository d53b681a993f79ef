"""Aiken: what is read, what is told with line and cause, and what goes out."""

import pytest

from exchange.aiken_export import write_aiken
from exchange.formats import FORMATS, recognised_format
from exchange.importer import read_questions
from quizzes.schema import Choice, Item
from tests.exchange.foreign import AIKEN, GIFT, MOODLE
from tests.exchange.reading import by_name, rights, told_of


def only(text: str | bytes) -> Item:
    [item] = by_name(text).values()
    return item


def choices(item: Item) -> list[str]:
    return [one.text for one in item.choices.values()]


@pytest.mark.parametrize(
    "data",
    [
        AIKEN.encode(),
        AIKEN.replace("\n", "\r\n").encode(),
        AIKEN.encode("utf-8-sig"),
        AIKEN.encode("utf-16"),
        AIKEN.replace("\n", "\n\n").encode(),
        AIKEN.replace("A. ", "a. ").replace("B) ", "b) ").replace("ANSWER: ", "answer:").encode(),
        AIKEN.replace("ANSWER: A", "ANSWER: a.").encode(),
        AIKEN.replace("ANSWER: A\n\n", "ANSWER: A\n").encode(),
        b"\n \n" + AIKEN.rstrip().encode(),
    ],
)
def test_aiken_is_read_however_it_was_saved(data: bytes) -> None:
    assert recognised_format(data) is FORMATS["aiken"]
    planet, star = by_name(data).values()
    assert (planet.prompt, choices(planet)) == (
        "Which of these is a planet?",
        ["Mars", "Moon", "Sun"],
    )
    assert (rights(planet), rights(star)) == (["Mars"], ["Sun"])
    assert read_questions(data).notes == []


@pytest.mark.parametrize("text", [GIFT, MOODLE, "Name them. {}\n\nA. x\n\nB. y", "A. Come\nB. Go"])
def test_files_of_other_formats_are_not_taken_for_aiken(text: str) -> None:
    assert recognised_format(text.encode()) is not FORMATS["aiken"]


@pytest.mark.parametrize("answers", ["{T}", "{=one ~two}", "{#3}", "{=a -> b =c -> d}"])
def test_gift_that_speaks_as_aiken_does_stays_gift(answers: str) -> None:
    text = f"::a::Read this:\nA. Mars\nB. Moon\nANSWER: A\nIs it so? {answers}"
    assert recognised_format(text.encode()) is FORMATS["gift"]
    assert recognised_format(text.replace("::a::", "").encode()) is FORMATS["gift"]


def test_braces_in_a_program_make_no_gift_of_aiken() -> None:
    text = "What is x = {} in Python?\nA. A set\nB. A dictionary\nANSWER: B\n"
    assert rights(only(text)) == ["A dictionary"]


def test_all_texts_show_as_they_are_written() -> None:
    text = "What is 2*3*4 and __init__?\n1. first\n   # second\nA. *a*\nB. <b>b</b>\nANSWER: A\n"
    item = only(text)
    assert item.prompt.startswith(r"What is 2\*3\*4 and \_\_init\_\_?")
    assert choices(item) == [r"\*a\*", r"\<b>b\</b>"]


def test_a_question_and_a_choice_may_have_several_lines() -> None:
    text = (
        "C. elegans is a worm.\nE. coli is none.\n\nWhich one moves?\n"
        "A. The worm,\nof course\nB. Neither\nANSWER: A\n"
    )
    item = only(text)
    assert item.prompt == "C. elegans is a worm.\\\nE. coli is none.\n\nWhich one moves?"
    assert choices(item) == ["The worm,\\\nof course", "Neither"]


def test_choices_that_speak_of_the_others_keep_their_order() -> None:
    item = only("Which?\nA. One\nB. Two\nC. Both A and B\nANSWER: C\n")
    assert item.order == "kept"


def test_a_file_without_any_answer_is_told_of_as_aiken() -> None:
    assert told_of("Which?\nA. x\nB. y\n\nWho?\nA) x\nB) y\n") == [
        (line, "Left out. It has no line ANSWER below its choices, as “ANSWER: B”.")
        for line in (1, 5)
    ]


FIRST = "Is it?\nA. Yes\nB. No\nANSWER: A\n\n"


@pytest.mark.parametrize(
    ("text", "line", "cause"),
    [
        ("Which?\nA. x\nB. y\nANSWER: C\n", 6, "Its ANSWER is 'C'. One letter of its choices"),
        ("Which?\nA. x\nB. y\nANSWER:\n", 6, "Its ANSWER is ''. One letter of its choices"),
        ("Which?\nA. x\nB. y\nANSWER: A, B\n", 6, "Its ANSWER is 'A, B'. One letter"),
        ("Which?\nA. x\nB. y\nANSWER: 1\n", 6, "belongs there: A, B."),
        ("Which?\nA. x\nB. y\n", 6, "It has no line ANSWER below its choices"),
        ("Which?\nANSWER: A\n", 6, "It has no choices. Each stands on its own line"),
        ("Which?\nB. x\nC. y\nANSWER: B\n", 6, "It has no choices."),
        ("ANSWER: A\n", 6, "There is no question above it."),
        ("Which?\nA. x\nB.\nANSWER: A\n", 6, "One of its answers is empty."),
        ("Which?\nA. x\nB. y\nB. z\nANSWER: A\n", 6, "Two of its choices begin with B."),
    ],
)
def test_each_fault_is_told_with_its_line_and_cause(text: str, line: int, cause: str) -> None:
    [note] = told_of(f"{FIRST}{text}\n{FIRST}".replace("Is it?", "Is it so?", 1))
    assert note[0] == line
    assert note[1].startswith("Left out. ")
    assert cause in note[1]
    assert len(by_name(f"{FIRST}{text}\n{FIRST}")) == 2


def test_without_an_answer_and_an_empty_line_the_next_question_is_found() -> None:
    text = f"{FIRST}Which?\nA. x\nB. y\nWhat else?\nA. z\nB. w\nANSWER: B\n"
    assert [item.prompt for item in by_name(text).values()] == ["Is it?", "What else?"]
    assert [line for line, _ in told_of(text)] == [6]
    assert [line for line, _ in read_questions(text.encode()).questions] == [1, 9]


def test_more_than_26_choices_are_told_of() -> None:
    letters = [chr(65 + n) for n in range(26)]
    full = "".join(f"{letter}. c{letter}\n" for letter in letters)
    assert len(only(f"Which?\n{full}ANSWER: Z\n").choices) == 26
    [note] = told_of(f"Which?\n{full}AA. more\nANSWER: A\n")
    assert note == (1, "Left out. It has more than 26 choices.")


def test_very_many_lines_of_one_kind_are_read_in_a_moment() -> None:
    for line in ("A. x", "B) y", "ANSWER: A", "x", " ", "A."):
        read_questions(f"{FIRST}{f'{line}\n' * 1_500}".encode())


# --- Out ---------------------------------------------------------------------------------------


def choice_item(prompt: str = "Which?", *texts: str, why: str = "") -> Item:
    listed = {
        f"c{n}": Choice(text=text, right=n == 1, why=why if n != 1 else "")
        for n, text in enumerate(texts or ("Mars", "Sun"))
    }
    return Item(id="q", level="easy", kind="choice", prompt=prompt, choices=listed)


def test_what_is_plain_goes_out_and_comes_back() -> None:
    item = choice_item("Which is it,\\\nof\\* these?\n\nSay.", "Mars", "2\\*3", "All of them")
    text, notes = write_aiken([item])
    assert text == "Which is it,\nof* these?\nSay.\nA. Mars\nB. 2*3\nC. All of them\nANSWER: B\n"
    assert [note.message for note in notes] == []
    back = only(text)
    assert (choices(back), rights(back)) == (["Mars", r"2\*3", "All of them"], [r"2\*3"])


@pytest.mark.parametrize(
    ("item", "told"),
    [
        (choice_item(why="It is a star."), "the reasons of its choices"),
        (choice_item("Which is **it**?"), "marks in its texts, as for bold or code"),
        (choice_item("Which?", "`a`", "b"), "marks in its texts, as for bold or code"),
    ],
)
def test_what_aiken_has_no_place_for_is_told(item: Item, told: str) -> None:
    text, notes = write_aiken([item])
    assert len(only(text).choices) == 2
    assert f"q: Aiken has no place for {told}." in [note.message for note in notes]


@pytest.mark.parametrize(
    "item",
    [
        choice_item("```\ncode\n```"),
        choice_item("- a list\n- of two"),
        choice_item("What is $x^2$?"),
        choice_item("![A flag](images/flag.png)"),
        choice_item("Which?", "one\\\ntwo", "b"),
        choice_item("Which?\\\nA. is a line", "x", "y"),
        choice_item("ANSWER: A", "x", "y"),
    ],
)
def test_what_would_be_read_otherwise_stays_and_is_told(item: Item) -> None:
    text, notes = write_aiken([item])
    assert text.strip() == ""
    assert "q: Aiken has room for plain lines only. Left out." in [note.message for note in notes]


def test_other_kinds_stay_and_are_told() -> None:
    item = Item(
        id="q", level="easy", kind="typed", prompt="?", choices={"a": Choice(text="x", right=True)}
    )
    text, notes = write_aiken([item])
    assert text.strip() == ""
    assert [note.message for note in notes] == ["q: Aiken has no question of kind typed. Left out."]
