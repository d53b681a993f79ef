"""The script that looks for words which an import loses finds them."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from exchange.importer import read_questions
from tests.exchange.compare_words import main
from tests.exchange.foreign import GIFT, MOODLE
from tests.exchange.lost_words import added_words, missing_words
from tests.exchange.source_words import words_by_line


@pytest.mark.parametrize("text", [GIFT, MOODLE])
def test_files_that_lose_nothing_pass(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "a.txt"
    file.write_text(text)
    assert main([str(file)]) == 0
    out = capsys.readouterr().out
    assert "0 words lost" in out
    assert "An essay" in out


def test_a_word_that_is_neither_shown_nor_told_is_found_with_its_line() -> None:
    data = b"\n::a::[html]<p>Which <b>two</b> words? {=yes#Well read. ~no}"
    reading = read_questions(data)
    [(line, item)] = reading.questions
    reading.questions = [(line, replace(item, prompt="Which other words?"))]
    assert missing_words(words_by_line(data), reading) == {2: {"two": 1}}
    assert added_words(data, words_by_line(data), reading) == {2: {"other"}}
    reading.note(2, "Left behind: two.")
    assert missing_words(words_by_line(data), reading) == {}
