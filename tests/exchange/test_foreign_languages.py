"""Texts in several languages at once: one comes, and that the others do not is told."""

import pytest

from tests.exchange.reading import TWO_ANSWERS, moodle_question, notes_of, only

TOLD = ["Texts in several languages: en was imported, de was not."]


@pytest.mark.parametrize(
    "text",
    [
        '<p><span lang="de" class="multilang">Wo?</span> '
        '<span lang="en" class="multilang">Where?</span></p>',
        '<p><span class="multilang" lang="en">Where?</span>'
        '<span class="multilang" lang="de">Wo?</span></p>',
        '<lang lang="de">Wo?</lang><lang lang="en">Where?</lang>',
        "{mlang de}Wo?{mlang}{mlang en}Where?{mlang}",
    ],
)
def test_the_language_of_this_site_is_taken(text: str) -> None:
    file = moodle_question("multichoice", TWO_ANSWERS, asked=text)
    assert only(file).prompt == "Where?"
    assert notes_of(file) == TOLD


def test_where_it_is_in_none_of_them_the_first_is_taken_throughout() -> None:
    file = moodle_question(
        "multichoice",
        TWO_ANSWERS.replace("yes", "{mlang de}ja{mlang}{mlang fr}oui{mlang}"),
        asked="{mlang fr}Où ?{mlang}{mlang de}Wo?{mlang}",
    )
    assert only(file).prompt == "Où ?"
    assert only(file).choices["oui"].right
    assert notes_of(file) == ["Texts in several languages: fr was imported, de was not."]


def test_a_text_in_one_language_is_no_choice_of_languages() -> None:
    file = moodle_question(
        "multichoice", TWO_ANSWERS, asked='Say <span lang="fr" class="multilang">oui</span> now'
    )
    assert only(file).prompt == 'Say <span lang="fr">oui</span> now'
    assert notes_of(file) == []
