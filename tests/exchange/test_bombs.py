"""Files of other systems that are small and would take minutes to read."""

import contextlib
import time
import tracemalloc
from collections.abc import Iterator
from html import escape

import pytest

from exchange.common import Unreadable
from exchange.importer import read_questions
from exchange.reading import MOST_NOTES
from exchange.texts.html_markdown import html_markdown
from tests.exchange.qti_files import body, choices, declared, item
from tests.exchange.reading import by_name, told_of

SECONDS = 10  # of the processor; each took minutes at this size
SIZE = 500_000
SEARCHED = 19_990  # a longer text is not searched for formulas
QUESTION = (
    '<question type="truefalse"><name><text>a</text></name><questiontext format="html"><text>{}'
    '</text></questiontext><answer fraction="100"><text>true</text></answer></question>'
)


@pytest.fixture(autouse=True)
def _in_a_moment() -> Iterator[None]:
    begun = time.process_time()
    yield
    assert time.process_time() - begun < SECONDS


@pytest.mark.parametrize(
    "unit",
    [
        "{",
        "::a:: b {",
        "{=%",
        "a {=%1",
        "{#1",
        "\\{",
        "%50%",
        "[html]<",
        "=a->",
        "x{#=1:",
        "[markdown]`",
        "{1:SA:",
        "{mlang a}",
        "$x",
    ],
)
def test_a_gift_file_of_one_mark_over_and_over_is_told_of_in_a_moment(unit: str) -> None:
    assert len(told_of(unit * (SIZE // len(unit)))) == 1


def test_a_weight_of_very_many_digits_is_no_weight() -> None:
    [note] = told_of(f"a {{~%{'1' * SIZE}x y}}")
    assert "longer than 20,000 characters" in note[1]


@pytest.mark.parametrize(
    "unit",
    [
        *["<!--", "<a", "<![CDATA[", "<?", "</", "<a b='", "&#", "<b>", "<ul>", "<x>", "<br>"],
        *["\\(", "$$", "[[", "[", "<td>", "<li>", "{mlang en}", "<p><b>", "*_`"],
        *["\\begin{cases}", "\\[<br>", "$x$y", "<span>\\(", "<code>`</code>", "<script>", "<head>"],
        *["<a href='x'>", "<table><tr><th>", "<ol type='a'><li>", "<pre>", "&nbsp;<br>", "->"],
    ],
)
@pytest.mark.parametrize("size", [SIZE, SEARCHED])
def test_html_of_one_mark_over_and_over_is_turned_into_text_in_a_moment(
    unit: str, size: int
) -> None:
    quiz = f"<quiz>{QUESTION.format(escape(unit * (size // len(unit))))}</quiz>"
    read_questions(quiz.encode())


@pytest.mark.parametrize("form", ["markdown", "plain_text", "moodle_auto_format"])
@pytest.mark.parametrize(
    "unit",
    [
        *["`", "`a", "``a`", "```\n", "~~~\n", "\\\\(", "\\\\[", "\\", "[[a]]", "$", "$a$", "$$a"],
        *["# ", "=\n", "a\n=\n", "  a\n", "\n\n  ", "1. ", "> ", "- ", "<", "&", "\\begin{align}"],
    ],
)
def test_a_text_of_one_mark_over_and_over_is_read_in_a_moment(unit: str, form: str) -> None:
    for size in (SIZE, SEARCHED):
        question = QUESTION.replace('"html"', f'"{form}"').format(
            escape(unit * (size // len(unit)))
        )
        read_questions(f"<quiz>{question}</quiz>".encode())


@pytest.mark.parametrize("unit", ["{1:SA:=", "~", "\\", "\\~", "#", "%50%", "*", "{1:NM:=1:1~}"])
def test_gaps_of_one_mark_over_and_over_are_read_in_a_moment(unit: str) -> None:
    body = unit * (SIZE // len(unit))
    for text in (body, "{" + " " * SIZE, f"{{1:SA:={body[:4_000]}}}"):
        question = QUESTION.replace("truefalse", "cloze").format(escape(text))
        read_questions(f"<quiz>{question}</quiz>".encode())


def test_html_that_does_not_end_is_kept_as_words() -> None:
    assert html_markdown("<b>a</b> &lt; b <i") == ("**a** < b \\<i", [])
    assert html_markdown("1 < 2 &amp; 3") == ("1 < 2 & 3", [])
    assert html_markdown("<p>1 < 2</p>") == ("1 < 2", [])


@pytest.mark.parametrize("file", ["no answers\n\n" * 9_000, "x"])
def test_a_file_with_very_much_to_tell_is_refused(file: str) -> None:
    data = (
        file.encode() if file != "x" else f"<quiz>{'<question type="x"/>' * 9_000}</quiz>".encode()
    )
    with pytest.raises(Unreadable, match=f"More than {MOST_NOTES:,} remarks"):
        read_questions(data)


@pytest.mark.parametrize(
    "codec", ["utf-7", "idna", "hex", "punycode", "undefined", "utf-32", "cp037", "x", "rot13"]
)
def test_xml_in_a_codec_of_pythons_own_is_refused(codec: str) -> None:
    with pytest.raises(Unreadable):
        read_questions(f'<?xml version="1.0" encoding="{codec}"?><quiz/>'.encode())


@pytest.mark.parametrize("codec", ["utf-16", "utf-8-sig", "utf-8"])
def test_a_file_is_read_with_and_without_a_byte_order_mark(codec: str) -> None:
    [gift] = by_name("Ist das „so“? {T}".encode(codec)).values()
    assert gift.prompt == "Ist das „so“?"
    xml = f"<quiz>{QUESTION.format('Ist das „so“?')}</quiz>"
    [moodle] = by_name(xml.encode(codec)).values()
    assert moodle.prompt == "Ist das „so“?"


def test_half_a_file_is_refused_or_told_of() -> None:
    quiz = f"<quiz>{QUESTION.format('a')}</quiz>"
    with pytest.raises(Unreadable):
        read_questions(quiz[: len(quiz) // 2].encode())
    with pytest.raises(Unreadable, match="not UTF-8"):
        read_questions("Größe {T}".encode("latin-1"))


@pytest.mark.parametrize("form", ["html", "markdown", "moodle_auto_format"])
@pytest.mark.parametrize(
    "unit",
    [
        *["![a](@@PLUGINFILE@@/", "![", "[a](@@PLUGINFILE@@/x)", "@@PLUGINFILE@@/(", "<img "],
        *["![a](data:image/png;base64,", '<img src="x">', '<img-x src="">', "\ue2050\ue206"],
    ],
)
def test_pictures_of_one_mark_over_and_over_are_looked_for_in_a_moment(
    unit: str, form: str
) -> None:
    asked = QUESTION.format(escape(unit * (SIZE // len(unit)))).replace('"html"', f'"{form}"')
    read_questions(f"<quiz>{asked}</quiz>".encode())


@pytest.mark.parametrize("form", ["html", "markdown", "moodle_auto_format"])
def test_a_picture_of_two_megabytes_within_a_text_costs_no_hundreds(form: str) -> None:
    data = f"data:image/png;base64,{'A' * 2_000_000}"
    words = f"![x]({data})" if form == "markdown" else f'<img src="{data}" alt="x">'
    asked = QUESTION.format(escape(words)).replace('"html"', f'"{form}"')
    tracemalloc.start()
    [note] = read_questions(f"<quiz>{asked}</quiz>".encode()).notes
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "The picture in the text did not come." in note.message
    assert most < 60_000_000


RULES = "<qti-response-processing><qti-response-condition><qti-response-if>{}</qti-response-if>"
ENDS = "</qti-response-condition></qti-response-processing>"


def test_rules_of_qti_that_lie_in_each_other_are_read_in_a_moment() -> None:
    depth = 40
    test = f"{'<qti-and>' * depth}<qti-variable identifier='RESPONSE'/>{'</qti-and>' * depth}"
    rules = RULES.format(f"<qti-not>{test}</qti-not>") + ENDS
    read_questions(item(declared("a") + body(choices(a="1", b="2")) + rules).encode())


@pytest.mark.parametrize(
    "unit",
    [
        '<qti-simple-choice identifier="c{0}">x</qti-simple-choice>',
        '<qti-feedback-inline outcome-identifier="F" identifier="{0}">x{0}</qti-feedback-inline>',
    ],
)
def test_an_item_of_qti_with_very_many_parts_is_told_of_in_a_moment(unit: str) -> None:
    parts = "".join(unit.format(number) for number in range(8_000))
    right = declared(*(f"c{number}" for number in range(8_000)), cardinality="multiple")
    asked = choices(a="1", b="2").replace("</qti-choice-", f"{parts}</qti-choice-")
    with contextlib.suppress(Unreadable):
        read_questions(item(right + body(asked)).encode())
