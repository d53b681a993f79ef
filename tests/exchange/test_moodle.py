"""Moodle's XML: what comes, what does not come, and what does harm."""

import re

import pytest

from exchange.common import Unreadable
from exchange.importer import read_questions
from tests.exchange.foreign import MOODLE
from tests.exchange.reading import LAUGHS, by_name, rights, told_of


def test_moodle_brings_what_has_a_kind_here() -> None:
    found = by_name(MOODLE)
    assert {name: item.kind for name, item in found.items()} == {
        "where-it-lives": "choice",
        "several": "choices",
        "closing": "choice",
        "typed": "typed",
        "pi": "typed",
    }
    lives = found["where-it-lives"]
    assert lives.prompt == "Where does the `sessionid` live?"
    assert lives.hints == ["Who sends it?"]
    assert lives.steps[0].text == "The browser sends it back."
    assert lives.choices["on-the-server"].why == "The rest does."
    assert found["several"].prompt == "Which keep a session *on the server*?"
    assert rights(found["several"]) == ["db", "file"]
    assert rights(found["closing"]) == ["False"]
    assert found["closing"].choices["true"].why == "It depends."
    assert rights(found["typed"]) == ["clearsessions"]
    assert (rights(found["pi"]), found["pi"].tolerance) == (["3.14"], 0.01)


def test_moodle_says_what_does_not_come_with_line_and_reason() -> None:
    lines = MOODLE.splitlines()
    at = [number for number, line in enumerate(lines, 1) if "<question type=" in line]
    assert told_of(MOODLE) == [
        (at[0], "The category '$course$/Sessions' was not imported: a set here has no categories."),
        (
            at[-3],
            "Left out. An essay, which a person marks: there is no such kind of question here.",
        ),
        (at[-2], "Left out. Words or pictures are dragged onto a picture."),
        (at[-1], "Left out. It asks nothing: its text is empty."),
    ]


OUTSIDE = '<!DOCTYPE quiz [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz>&x;</quiz>'


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (LAUGHS, "declares entities or a document type"),
        (OUTSIDE, "declares entities or a document type"),
        ("<quiz>\n<question>\n</quiz>", "This is not XML: mismatched tag."),
        ("<html></html>", "begins with <html>, not <quiz>"),
        ("<quiz>" + "<a>" * 60 + "</a>" * 60 + "</quiz>", "nested too deeply"),
        ('<?xml version="1.0" encoding="none"?><quiz/>', "XML"),
    ],
)
def test_a_file_that_is_no_quiz_or_does_harm_is_refused(text: str, reason: str) -> None:
    with pytest.raises(Unreadable, match=re.escape(reason)):
        read_questions(text.encode())


def test_broken_xml_is_told_with_its_line() -> None:
    with pytest.raises(Unreadable) as error:
        read_questions(b"<quiz>\n<question>\n</quiz>")
    assert error.value.note.line == 3
