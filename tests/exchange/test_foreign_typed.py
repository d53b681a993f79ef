"""Answers that are typed, in files of other systems."""

import pytest

from exchange import gift_export, moodle_export
from quizzes.kinds.typed import TypedKind
from tests.exchange.reading import moodle_answer, moodle_question, notes_of, only, rights


def test_capitals_count_where_the_file_says_so() -> None:
    file = moodle_question("shortanswer", "<usecase>1</usecase>", moodle_answer("None"))
    assert only(file).capitals
    assert not only(file.replace("<usecase>1", "<usecase>0")).capitals
    assert only(moodle_export.write_moodle([only(file)])[0]).capitals
    [note] = gift_export.write_gift([only(file)])[1]
    assert "capitals that count" in note.message


def test_a_single_answer_needs_no_sign() -> None:
    item = only("::a::How many legs has a spider? {eight#Count them.}")
    assert (item.kind, rights(item)) == ("typed", ["eight"])
    assert item.choices["eight"].why == "Count them."


@pytest.mark.parametrize("write", [gift_export.write_gift, moodle_export.write_moodle])
def test_reasons_go_out_and_come_back(write: object) -> None:
    text = only("::a::Which? {=Rome#Since 1871. =%0%Turin#Until 1865.}")
    number = only("::b::How many? {#=60:1#Well counted. =%0%24:0#Those are hours.}")
    for item in (text, number):
        written, notes = write([item])  # type: ignore[operator]
        assert notes == []
        assert only(written) == item


@pytest.mark.parametrize(
    "words", ["<form>", "__init__", ">>", "# 1", "1. a", "--all", "a_b_c", "$x$", "&amp;", "-"]
)
def test_what_one_types_is_what_stands_in_the_file(words: str) -> None:
    escaped = "".join(f"\\{char}" if char in "~=#{}:" else char for char in words)
    xml = moodle_question("shortanswer", moodle_answer(words, form="plain_text"))
    for item in (only(f"::a::Which? {{={escaped}}}"), only(xml)):
        [(key, choice)] = item.choices.items()
        assert TypedKind().expected_response(item, key) in (words, words.strip("'\" "))
        assert choice.right


def test_a_star_within_an_answer_is_one_and_told() -> None:
    file = moodle_question("shortanswer", moodle_answer("Django*"), moodle_answer("a\\*b"))
    assert notes_of(file) == ["Here a * stands for itself only: Django*."]
    assert rights(only(file)) == ["`Django*`", "`a*b`"]


def test_what_belongs_to_a_part_is_text() -> None:
    pair = (
        '<subquestion format="html"><text>&lt;b&gt;{}&lt;/b&gt;</text>'
        "<answer><text>{}</text></answer></subquestion>"
    )
    file = moodle_question("matching", pair.format("one", "__a__"), pair.format("two", "1. b"))
    found = [(one.text, one.match) for one in only(file).choices.values()]
    assert found == [("**one**", r"\_\_a\_\_"), ("**two**", r"1\. b")]
