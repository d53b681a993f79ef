"""Which format a file is in; and of a file that is in none, what it looks like and what to do."""

import io
import json
import zipfile

import pytest

from exchange.common import Note, Unreadable
from exchange.formats import FORMATS, format_labels, format_of_name, recognised_format
from exchange.importer import read_questions
from exchange.report import notes_by_question
from tests.exchange.foreign import GIFT, MOODLE
from tests.packs.zips import pack_files


def zip_of(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), "x")  # the same bytes at any time
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (GIFT.encode(), "gift"),
        (GIFT.encode("utf-16"), "gift"),
        (b"\xef\xbb\xbf// A comment\n\nIs it so? {T}", "gift"),
        (b"Name them. {}", "gift"),
        (MOODLE.encode(), "moodle"),
        (MOODLE.replace("UTF-8", "UTF-16").encode("utf-16"), "moodle"),
        (b"<!-- made by hand -->\n<quiz/>", "moodle"),
        (b'<?xml version="1.0"?>\n<qti-assessment-item/>', "qti"),
        (b"<!-- 2.1 -->\n<q:assessmentItem xmlns:q='x'>{=a ~b}</q:assessmentItem>", "qti"),
        (zip_of("imsmanifest.xml", "a.xml"), "qti"),
    ],
)
def test_a_format_is_recognised(data: bytes, name: str) -> None:
    assert recognised_format(data) is FORMATS[name]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"question,right,wrong\nWhich?,a,b\nWhat?,c,d\n", "This looks like a table (CSV). Bring"),
        (b"question;right\nWhich?;a\n", "This looks like a table (CSV)."),
        (json.dumps([{"question": "Which?"}]).encode(), "This looks like JSON. Export the"),
        (b"%PDF-1.7\n...", "This looks like a PDF, which has no questions that a program can"),
        (b"\x89PNG\r\n\x1a\n", "This looks like a picture (PNG). Type its questions"),
        (b"\xff\xd8\xff\xe0", "This looks like a picture (JPEG)."),
        (b"\xd0\xcf\x11\xe0\xa1", "This looks like a file of an old Word or Excel."),
        (b"<!DOCTYPE html>\n<html><p>x</p></html>", "This looks like a web page"),
        (b"<?xml version='1.0'?><questestinterop/>", "This looks like QTI 1.2. Export the"),
        (b"# Questions\n\nWhich?\n", "This looks like Markdown."),
        (b"title: Practice\nbehaviour: practice\nquestions:\n", "part of a course pack. Load it"),
        (b" \n\n", "This looks like an empty file. Choose the one with the questions"),
        (zip_of("word/document.xml"), "This looks like a Word file (.docx)."),
        (zip_of("xl/workbook.xml"), "This looks like an Excel file (.xlsx)."),
        (zip_of("moodle_backup.xml"), "a backup of a Moodle course. Export its question bank"),
        (zip_of("a/b.gift", "c"), "This looks like a zip of a/b.gift, c. Unpack it"),
        (zip_of(*pack_files()), "This looks like a course pack. Load it under Courses"),
        (zip_of("a")[:40], "This looks like a zip that is broken."),
    ],
)
def test_what_is_in_no_format_is_named_with_what_to_do(data: bytes, words: str) -> None:
    assert recognised_format(data) is None
    with pytest.raises(Unreadable) as error:
        read_questions(data)
    assert words in error.value.note.message
    assert error.value.note.message.endswith(f"{format_labels()}.")


@pytest.mark.parametrize(
    ("data", "line", "words"),
    [
        ("::a::What? {T}\n\n::b::Größe? {T}".encode("cp1252"), 3, "it says “::b::Größe? {T}” here"),
        ("::a::What? {T}".encode("utf-16-le"), 1, "This looks like UTF-16 without its mark."),
        (b"::a::What? {T}\n\0", 2, "This is not text: it holds a NUL."),
    ],
)
def test_what_is_no_text_is_told_with_its_line(data: bytes, line: int, words: str) -> None:
    with pytest.raises(Unreadable) as error:
        read_questions(data)
    assert error.value.note.line == line
    assert words in error.value.note.message


def test_text_in_no_format_is_told_of_line_by_line() -> None:
    reading = read_questions(b"Dear all, come\n\nto us, all of you.")
    assert reading.questions == []
    assert [note.line for note in reading.notes] == [1, 3]


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("a.gift", "gift"),
        ("A.GIFT.TXT", "gift"),
        ("a.txt", "gift"),
        ("a.b.xml", "moodle"),
        ("a.qti.zip", "qti"),
        ("a.ZIP", "qti"),
        ("a.csv", ""),
        ("xml", ""),
    ],
)
def test_a_name_says_the_format(name: str, known: str) -> None:
    found = format_of_name(name)
    assert (found.name if found else "") == known


def test_a_note_goes_with_the_question_that_it_is_about() -> None:
    notes = [Note(3, "a"), Note(5, "b"), Note(8, "Left out. c"), Note(9, "d"), Note(12, "e")]
    found = notes_by_question([3, 11], notes)
    assert found.of == {0: ["a", "b"], 1: ["e"]}
    assert [note.message for note in found.rest] == ["Left out. c", "d"]


def test_of_questions_on_one_line_nobody_can_tell_which_a_note_means() -> None:
    found = notes_by_question([1, 1], [Note(1, "a")])
    assert (found.of, [note.message for note in found.rest]) == ({}, ["a"])
