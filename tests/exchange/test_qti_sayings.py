# ruff: noqa: E501
"""Items of QTI: what they say besides asking, and those that can't come."""

import pytest

from exchange.common import Unreadable
from exchange.importer import read_questions
from tests.exchange.qti_files import (
    FIELD,
    QTI_2,
    body,
    choices,
    declared,
    item,
)
from tests.exchange.qti_reading import read, told, values

# --- What it says besides asking -------------------------------------------------------------


def test_version_2_comes_with_reasons_and_hints_by_its_rules() -> None:
    found, notes = read(QTI_2)
    assert (found.id, found.prompt) == (
        "the-river",
        "A map: the map\n\nWhich river is **longest**?",
    )
    assert [(one.text, one.why, one.last) for one in found.choices.values()] == [
        ("Rhine", "Not in Asia.", False),
        ("Yangtze", "6,300 km.", False),
        ("None of them", "", True),
    ]
    assert found.hints == ["Look east."]
    assert "Feedback for a wrong answer was not imported: Think again." in notes
    assert "Not imported from this question: a picture." in notes


def test_a_solution_becomes_the_solution_and_other_readers_texts_are_told() -> None:
    inside = body(
        '<qti-rubric-block view="candidate"><qti-content-body><p>Choose one.</p></qti-content-body>'
        '</qti-rubric-block><qti-rubric-block view="scorer"><qti-content-body><p>One point.</p>'
        f"</qti-content-body></qti-rubric-block>{choices(a='1', b='2')}"
        '<qti-feedback-block outcome-identifier="F" identifier="SOLUTION" show-hide="show">'
        "<qti-content-body><p>It is 1.</p></qti-content-body></qti-feedback-block>"
    )
    found, notes = read(item(declared("a") + inside))
    assert found.prompt == "Choose one.\n\nWhich?"
    assert [step.text for step in found.steps] == ["It is 1."]
    assert "A text for the scorer was not imported: One point." in notes


def test_a_way_of_counting_of_its_own_is_told() -> None:
    rules = (
        '<qti-response-processing><qti-set-outcome-value identifier="SCORE"><qti-random>'
        '<qti-variable identifier="RESPONSE"/></qti-random></qti-set-outcome-value>'
        "</qti-response-processing>"
    )
    _, notes = read(item(declared("a") + body(choices(a="1", b="2")) + rules))
    assert notes == ["It counts in a way of its own there. Here the kind of the question decides."]


def test_formulas_come_as_tex_where_it_is_told_and_else_as_they_are() -> None:
    power = "<mrow><msup><mi>x</mi><mn>2</mn></msup></mrow>"
    ours = f'<math><semantics>{power}<annotation encoding="application/x-tex">x^2</annotation></semantics></math>'
    other = f'<m:math xmlns:m="x"><m:semantics>{power}<m:annotation encoding="LaTeX">[x^2]</m:annotation></m:semantics></m:math>'
    found, _ = read(item(declared("a") + body(choices(a=f"It is {ours}", b=f"Or {other}"))))
    assert values(found) == ["It is $x^2$", f"Or <math>{power}</math>"]


# --- What can't come -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("inside", "words"),
    [
        (body("<p>Nothing</p>"), "A text without a question."),
        (
            declared("x") + body('<qti-extended-text-interaction response-identifier="RESPONSE"/>'),
            "An essay: there is no such kind of question here.",
        ),
        (body(choices(a="1", b="2")), "It does not declare what it takes as an answer."),
        (
            declared("a") + body(choices(a="1", b="2") * 2),
            "It asks 2 things at once. A question here asks one.",
        ),
        (
            '<qti-template-declaration identifier="x"/>' + declared("a") + body(choices(a="1")),
            "Its values are made anew for each learner",
        ),
        (
            declared(kind="string") + body(f"<p>Say it. {FIELD}</p>"),
            "No answer is declared right: a person would have to judge it.",
        ),
        (
            declared("about 3", kind="float") + body(f"<p>How many? {FIELD}</p>"),
            "'about 3' is no number.",
        ),
        (declared("a") + body(choices(a="1", b=" ")), "One of its answers is empty."),
    ],
)
def test_an_item_of_no_kind_here_is_left_out_with_its_reason_and_title(
    inside: str, words: str
) -> None:
    message = told(item(inside, title="My title"))
    assert message.startswith(f"Left out. {words}")
    assert message.endswith("(“My title”)")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<qti-assessment-test/>", "This is a test: its items are elsewhere. Give the package"),
        ("<qti-assessment-item><p></qti-assessment-item>", "This is not XML"),
        (
            '<!DOCTYPE x [<!ENTITY a "aa">]><qti-assessment-item>&a;</qti-assessment-item>',
            "It declares entities or a document type",
        ),
        (f"<qti-assessment-item>{'<div>' * 60}", "nested too deeply"),
        ('<?xml version="1.0" encoding="cp037"?><qti-assessment-item/>', "unknown encoding"),
    ],
)
def test_a_file_that_is_no_item_or_does_harm_is_refused(text: str, words: str) -> None:
    with pytest.raises(Unreadable) as error:
        read_questions(text.encode())
    assert words in error.value.note.message
