"""Moodle's GIFT: what comes, what does not come, and why."""

import pytest

from exchange.common import Unreadable
from exchange.importer import read_questions
from quizzes.kinds.typed import TypedKind
from tests.exchange.foreign import GIFT, MOODLE
from tests.exchange.reading import by_name, rights, told_of


def test_gift_brings_what_has_a_kind_here() -> None:
    found = by_name(GIFT)
    assert {name: item.kind for name, item in found.items()} == {
        "where-it-lives": "choice",
        "which-of-these-is-an-assignment-in-python": "choice",
        "several": "choices",
        "a-session-ends-when-the-browser-closes": "choice",
        "typed": "typed",
        "pi": "typed",
        "range": "typed",
        "django-the-row-until-it-expires": "choice",
        "match": "match",
    }
    lives = found["where-it-lives"]
    assert rights(lives) == ["In the browser"]
    assert lives.choices["on-the-server"].why == "The server keeps the rest."
    assert rights(found["which-of-these-is-an-assignment-in-python"]) == ["x = 1"]
    several = found["several"]
    assert several.prompt == "Which of them **keep** a session on the server?"
    assert rights(several) == ["db", "file"]
    truth = found["a-session-ends-when-the-browser-closes"]
    assert rights(truth) == ["False"]
    assert truth.choices["true"].why == "It depends on the setting."
    assert truth.steps[0].text == "See SESSION_EXPIRE_AT_BROWSER_CLOSE."
    assert rights(found["typed"]) == ["clearsessions", "manage.py clearsessions"]
    assert (rights(found["pi"]), found["pi"].tolerance) == (["3.14"], 0.01)
    assert (rights(found["range"]), found["range"].tolerance) == (["3"], 2.0)
    missing = found["django-the-row-until-it-expires"]
    assert missing.prompt == "Django _____ the row until it expires."


def test_gift_says_what_does_not_come_with_line_and_reason() -> None:
    lines = GIFT.splitlines()

    def line_of(start: str) -> int:
        return next(number for number, line in enumerate(lines, 1) if line.startswith(start))

    assert told_of(GIFT) == [
        (
            line_of("$CATEGORY"),
            "The category '$course$/top/Sessions' was not imported: a set here has no categories.",
        ),
        (line_of("::Several"), "Not imported from this question: a picture."),
        (line_of("::Words"), "Left out. An essay: there is no such kind of question here."),
        (line_of("A description"), "Left out. A text without answers."),
        (line_of("::Broken"), "Left out. The answers have no closing brace."),
    ]


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_gift_is_read_with_any_line_ends_and_a_mark_of_its_encoding(end: str) -> None:
    text = "\ufeff" + GIFT.replace("\n", end)
    assert by_name(text) == by_name(GIFT)


def test_a_gift_file_in_another_encoding_says_in_which_line() -> None:
    data = "::a::What? {=x ~y}\n\n::b::Größe? {=x ~y}".encode("latin-1")
    with pytest.raises(Unreadable, match="not UTF-8") as error:
        read_questions(data)
    assert error.value.note.line == 3


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ("{=a ~b}", "It asks nothing"),
        ("What? {a ~b}", "An answer begins with = or with ~."),
        ("What? {=a ~}", "One of its answers is empty."),
        ("How many? {#about three}", "'about three' is no number."),
        ("How many? {#=%50%3}", "None of its numbers is worth all the points."),
        ("What? {" + " ".join(f"~{n}" for n in range(27)) + "}", "more than 26 answers"),
        ("What? {=a ~" + "b" * 20_001 + "}", "longer than 20,000 characters"),
    ],
)
def test_what_is_wrong_with_one_question_leaves_the_others(entry: str, reason: str) -> None:
    text = f"::one::What? {{=x ~y}}\n\n{entry}\n\n::two::What? {{=x ~y}}"
    [(line, message)] = told_of(text)
    assert (line, reason in message) == (3, True), message
    assert list(by_name(text)) == ["one", "two"]


def test_two_of_the_same_name_get_names_of_their_own() -> None:
    assert list(by_name("::a::What? {=x ~x ~y}\n\n::a::What? {=x ~y}")) == ["a", "a-2"]
    assert list(by_name("::a::What? {=x ~x ~y}")["a"].choices) == ["x", "x-2", "y"]


def test_numbers_are_taken_as_they_are_written() -> None:
    text = "\n\n".join(
        f"::n{number}::How many? {{{body}}}"
        for number, body in enumerate(["#3.141..3.142", "#.5:.1", "#+3", "#-5..-1", "#1e3:1"])
    )
    found = [(rights(one), one.tolerance) for one in by_name(text).values()]
    assert found == [
        (["3.1415"], 0.0005),
        (["0.5"], 0.1),
        (["3"], 0.0),
        (["-3"], 2.0),
        (["1000"], 1.0),
    ]
    ends = by_name("::n::How many? {#3.141..3.142}")["n"]
    typed = ("3.141", "3.142", "3.1421")
    assert [TypedKind().grade(ends, number) for number in typed] == [1, 1, 0]


@pytest.mark.parametrize("number", ["1e999", "1:1e999", "nan", "inf", "1:nan", "1e-999"])
def test_what_nobody_can_type_is_no_number(number: str) -> None:
    [(line, message)] = told_of(f"How many? {{#{number}}}")
    assert (line, "is no number" in message) == (1, True), message
    value, _, tolerance = number.partition(":")
    [(line, message)] = told_of(
        '<quiz><question type="numerical"><questiontext><text>How many?</text></questiontext>'
        f'<answer fraction="100"><text>{value}</text><tolerance>{tolerance}</tolerance></answer>'
        "</question></quiz>"
    )
    assert "is no number" in message


def test_questions_without_an_empty_line_between_them_are_never_made_one() -> None:
    both = "::a::What? {=x ~y}\n::b::Which? {=x ~y}"
    assert by_name(both) == {}
    assert told_of(both) == [
        (1, "Left out. It has answers twice. Put an empty line between two questions.")
    ]
    assert list(by_name("::a::What? {=x ~y}\n$CATEGORY: b\n::b::Which? {=x ~y}")) == ["a", "b"]


def test_what_is_said_of_a_right_answer_comes_along() -> None:
    assert by_name("::a::What? {=x#Yes. ~y#No.}")["a"].choices["x"].why == "Yes."
    assert by_name("::a::So? {F#It is not.#Well read.}")["a"].choices["false"].why == "Well read."
    assert by_name(MOODLE)["where-it-lives"].choices["in-the-browser"].why == "Yes."


def test_what_is_worth_a_part_of_the_points_is_told_of() -> None:
    assert told_of("::a::What? {=x =%50%y =%0%z#No.}") == [
        (1, "Left out because it is not worth all the points: y.")
    ]
    assert told_of("::a::What? {=x ~%50%y ~z}") == [
        (1, "Not worth all the points, so it counts as wrong here: y.")
    ]
    assert told_of("::a::How many? {#=3:0 =%50%3:1}") == [
        (1, "Left out: 3, give or take 1, worth 50 percent.")
    ]
    assert told_of("::a::Who? {=Django*}") == [(1, "Here a * stands for itself only: Django*.")]


def test_what_one_types_is_no_html() -> None:
    gift = by_name("::a::Which tag? {=<form> =__init__}")["a"]
    xml = by_name(
        '<quiz><question type="shortanswer"><name><text>a</text></name>'
        "<questiontext><text>Which tag?</text></questiontext>"
        '<answer fraction="100"><text>&lt;form&gt;</text></answer>'
        '<answer fraction="100"><text>__init__</text></answer></question></quiz>'
    )["a"]
    for item in (gift, xml):
        assert [one.text for one in item.choices.values()] == ["`<form>`", "`__init__`"]


def test_a_file_in_utf_16_is_read() -> None:
    assert list(by_name("::a::What? {=x ~y}".encode("utf-16"))) == ["a"]
