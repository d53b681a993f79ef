"""Choices are shuffled, so a text that speaks of one by its letter or place misleads."""

import re

import pytest
from django.test import Client

from packs.draft import saved_draft
from packs.findings import question_findings
from packs.place_words import ALL_OR_NONE, judged_letters
from packs.rules import text_problems
from quizzes.models import Question
from quizzes.question_rows import question_columns, write_parts
from quizzes.schema import Choice, Item
from tests.quizzes.items import question
from tests.studio.panel import add_question, assert_saved, new_choices
from tests.studio.previews import look

BIRDS = ["ducks", "geese"]


def item(*texts: str, kind: str = "choice", **more: object) -> Item:
    """The last choice is right."""
    choices = {
        str(number): Choice(
            text=text, right=number == len(texts), why="" if number == len(texts) else "No."
        )
        for number, text in enumerate(texts, start=1)
    }
    return question(kind, choices, **more)  # type: ignore[arg-type]


def findings(purpose: Question, item: Item) -> list[tuple[str, str]]:
    """What the linter says of the question in a course: where, and in which words."""
    Question.objects.filter(pk=purpose.pk).update(**question_columns(item))
    purpose.refresh_from_db()
    write_parts(purpose, item)
    found = question_findings(saved_draft(Question.objects.get(pk=purpose.pk)))
    assert not any(finding.blocks for finding in found)
    return [(finding.label, finding.message) for finding in found if "shuffled" in finding.message]


@pytest.mark.parametrize(
    "text",
    ["All of the above", "None of the above.", "*All of these*", "All the above",
     "None of these answers", "Both of the above", "Alle genannten", "Keine der genannten",
     "Keine der oben genannten", "Alle der vorgenannten", "Aucune de ces réponses",
     "Toutes les réponses ci-dessus", "Todas las anteriores", "Ninguna de las anteriores"],
)  # fmt: skip
def test_who_speaks_of_all_the_others_is_to_stand_last(
    course: None, purpose: Question, text: str
) -> None:
    [(_, message)] = findings(purpose, item("cats", "dogs", text))
    assert "may stand above the others" in message
    assert message.endswith("Mark it as the last one: `last: true`.")
    choices = item("cats", "dogs", text).choices
    choices["3"] = Choice(text=text, right=True, last=True)
    assert findings(purpose, question("choice", choices)) == []
    assert findings(purpose, item("cats", "dogs", text, order="kept")) == []


@pytest.mark.parametrize(
    "text",
    ["All of them", "None of them", "All of these settings are read", "It is above all slow",
     "None of the others reads it", "Alle Sitzungen", "Toutes les sessions"],
)  # fmt: skip
def test_who_speaks_of_all_of_something_else_may_stand_anywhere(text: str) -> None:
    assert not ALL_OR_NONE.search(text)


def test_where_two_want_to_be_last_the_order_is_to_be_kept(course: None, purpose: Question) -> None:
    choices = item("cats", "All of the above", "None of the above").choices
    choices["3"] = Choice(text="None of the above", right=True, last=True)
    [(_, message)] = findings(purpose, question("choice", choices))
    assert "so keep the order: `order: kept`." in message


@pytest.mark.parametrize(
    "text",
    ["both a) and b)", "a) and b)", "(a) or (b)", "A and C", "Both A and B", "A, B and C",
     "Only B", "B only", "Neither A nor B", "A and B are right", "The first two",
     "Both of the first two", "Only the last two answers are right", "It is as in the first two "
     "answers", "Sowohl A und B", "Nur B", "Die ersten beiden", "Les deux premières",
     "Las dos primeras"],
)  # fmt: skip
def test_who_speaks_of_some_of_the_others_wants_their_order_kept(
    course: None, purpose: Question, text: str
) -> None:
    [(_, message)] = findings(purpose, item(*BIRDS, text))
    assert message.startswith("This names other choices by letter or place")
    assert "`order: kept`" in message
    assert findings(purpose, item(*BIRDS, text, order="kept")) == []


@pytest.mark.parametrize(
    "texts",
    [
        ["A", "B", "A and B"],
        ["A, B", "B, C", "A, C"],
        ["`a`", "`b`", "`a` and `b`"],
        ["Plan A and plan B", "A session", "The first two characters of its key"],
        ["The first", "The second", "A cache and a database"],
        ["`both a) and b)`", "Vitamin C only", "A or an"],
    ],
)
def test_letters_that_are_the_answer_are_none_of_a_choice(
    course: None, purpose: Question, texts: list[str]
) -> None:
    assert findings(purpose, item(*texts)) == []


@pytest.mark.parametrize(
    "text",
    ["a) is wrong", "(b) is slow", "Unlike c), it ends", "B is right", "A is not correct",
     "So D would be wrong", "Not b)", "a) ist falsch", "B ist richtig", "C est fausse"],
)  # fmt: skip
def test_an_explanation_that_names_a_letter_is_told_to_name_the_choice(
    course: None, purpose: Question, text: str
) -> None:
    asked = question("choice", item("cats", "dogs").choices, check=f"Look.\n{text}.")
    [(label, message)] = findings(purpose, asked)
    assert label == "Check"
    assert message.endswith("names a choice by letter, but choices are shuffled. Write [[key]].")
    kept = question("choice", item("cats", "dogs").choices, check=text, order="kept")
    assert findings(purpose, kept) == []


@pytest.mark.parametrize(
    "text",
    ["A session is a dict", "It calls `f(a)` is it?", "`B is right`", "Plan B, it is said, is slow",
     "f(a) is called", "Grade A is a grade", "It is class B, and that is so"],
)  # fmt: skip
def test_a_letter_that_is_a_name_is_left_alone(text: str) -> None:
    assert [*judged_letters(text)] == []


@pytest.mark.parametrize(
    "text", ["Choice C is slow", "answer **B**", "Antwort B stimmt", "La réponse C", "la opción B"]
)
def test_a_choice_that_is_called_by_its_letter_is_refused_unless_the_order_is_kept(
    text: str,
) -> None:
    assert [*text_problems(item("cats", "dogs"), text)]
    assert not [*text_problems(item("cats", "dogs", order="kept"), text)]


def test_steps_and_gaps_have_no_letters(course: None, purpose: Question) -> None:
    steps = {str(n): Choice(text=text, why="So.") for n, text in enumerate(["x", "y", "A and B"])}
    assert findings(purpose, question("order", steps, check="B is right")) == []


def test_the_page_of_a_question_says_it_at_the_choice(
    instructor: Client, purpose: Question
) -> None:
    texts = {"1": "ducks", "2": "geese", "3": "both a) and b)"}  # keys may be numbers
    choices = {key: {"text": text, "why": "No."} for key, text in texts.items()}
    choices["3"] |= {"right": "on", "why": ""}
    assert_saved(add_question(instructor, purpose, new_choices(**choices), published_0=""))
    page = look(instructor, Question.objects.get(slug="new"))
    [said] = re.findall(r'<li data-field="choices-2-text"[^>]*>(.*?)</li>', page, re.DOTALL)
    assert "This names other choices by letter or place" in said
    assert "Mend this" not in said
