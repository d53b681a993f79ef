"""What people type into the field of a practice question, through the page."""

from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from quizzes.models import Question, QuestionSet
from quizzes.question_rows import question_columns, write_parts
from quizzes.records import Answer
from quizzes.schema import Choice, Item
from tests.course import LESSON
from tests.words import told

PRACTICE = f"{LESSON}practice/"
HTMX = {"HX-Request": "true", "HX-Target": "quiz"}


def ask(right: str, hints: int = 1, **more: Any) -> None:
    """Put a question with this right answer, called `typed`, into the practice of the lesson."""
    item = Item(
        id="typed",
        level="easy",
        kind="typed",
        prompt="What is it?",
        choices={"right": Choice(text=right, right=True)},
        hints=["Think."] * hints,
        **more,
    )
    question_set = QuestionSet.objects.get(lesson__slug="configuration", mode="practice")
    row = Question.objects.create(
        question_set=question_set, slug=item.id, position=99, **question_columns(item)
    )
    write_parts(row, item)


def type_in(client: Client, text: str, **headers: Any) -> Any:
    return client.post(f"{PRACTICE}answers/", {"question": "typed", "typed": text}, **headers)


def page(client: Client) -> str:
    html = client.get(f"{PRACTICE}?q=typed").content.decode()
    return html[html.index('id="quiz"') :]


@pytest.mark.parametrize(
    ("right", "text", "more"),
    [
        ("don't", "don\u2019t", {}),
        ("`--noinput`", "\u2014noinput", {}),
        ("`--noinput`", "\u2013noinput", {}),
        ('`print("x")`', "print(\u201cx\u201d)", {}),
        ("`None`", "None", {"capitals": True}),
        ("-5", "\u22125", {"tolerance": 0}),
        ("0.5", ".5", {"tolerance": 0}),
        ("0.5", ",5", {"tolerance": 0}),
        ("1.234", "1,2340", {"tolerance": 0.0005}),
        ("3600", "3 600", {"tolerance": 0}),
    ],
)
def test_what_people_mean_is_right_on_the_first_try(
    alice: Client, right: str, text: str, more: dict[str, Any]
) -> None:
    ask(right, **more)
    type_in(alice, text)
    assert "Right on the first try." in told(page(alice))


@pytest.mark.parametrize("right", ["1.234", "1234", "3.6", "3600", "7"])
@pytest.mark.parametrize("text", ["1,234", "3.600"])
def test_what_can_be_read_in_two_ways_is_asked_back_and_takes_no_try(
    alice: Client, right: str, text: str
) -> None:
    ask(right, hints=0, tolerance=0)
    fragment, whole = type_in(alice, text, headers=HTMX), type_in(alice, text)
    assert (fragment.status_code, whole.status_code) == (422, 200)
    for reply in (fragment, whole):
        assert f"{text} can be read in two ways. Write" in told(reply)
        assert "1 of 1 tries left" in told(reply)
        assert f'value="{text}"' in reply.content.decode()
    assert not Answer.objects.exists()
    assert "1 of 1 tries left" in told(page(alice))


def test_after_the_last_try_the_right_answer_of_a_range_is_the_range(alice: Client) -> None:
    ask("1928.5", hints=0, tolerance=9.5)
    type_in(alice, "1905")
    assert "1919 to 1938" in told(page(alice))
    assert "1928.5" not in told(page(alice))


def test_where_capitals_count_the_field_says_so_and_the_answer_keeps_them(alice: Client) -> None:
    ask("`None`", capitals=True)
    html = page(alice)
    assert "Capitals count." in told(html)
    assert 'aria-describedby="typed-note"' in html
    refused = type_in(alice, "").content.decode()
    assert 'aria-describedby="answer-error typed-note"' in refused
    type_in(alice, "none")
    assert "Not yet. 1 try left." in told(page(alice))
    type_in(alice, "None")
    assert list(Answer.objects.values_list("response", "right")) == [
        ("none", False),
        ("None", True),
    ]


def test_elsewhere_nothing_is_said_of_capitals(alice: Client) -> None:
    ask("`None`")
    assert "Capitals" not in page(alice)
    type_in(alice, "NONE")
    assert Answer.objects.get().right


@pytest.mark.parametrize("right", ["5", "-5", "0.5"])
def test_the_field_of_a_number_has_a_keyboard_with_a_minus_whatever_is_right(
    alice: Client, right: str
) -> None:
    """An iPhone's `decimal` and `numeric` pads have none, and a number field loses `1 234,5`."""
    ask(right, tolerance=0)
    html = page(alice)
    field = html[html.index('<input id="typed"') :].split(">")[0]
    assert "inputmode" not in field
    assert "type=" not in field


# --- What is kept ----------------------------------------------------------------------------


def test_a_number_is_kept_as_a_number_and_comes_back_from_its_row(alice: Client) -> None:
    ask("5", tolerance=0)
    type_in(alice, "1,2340")
    assert Answer.objects.get().response == "1.234"
    Session.objects.all().delete()
    assert "Not yet. 1 try left." in told(page(alice))
    assert "You have tried that one." in told(type_in(alice, "1.2340"))


@pytest.mark.parametrize(("right", "stored"), [("don't", "don\u2019t"), ("--go", "\u2014go")])
def test_an_answer_of_before_stays_what_its_learner_was_told(
    alice: Client, right: str, stored: str
) -> None:
    """It was kept with the signs that were typed, and counted as wrong."""
    ask(right)
    type_in(alice, "anything")
    Answer.objects.update(response=stored)
    Session.objects.all().delete()
    assert "Not yet. 1 try left." in told(page(alice))
    type_in(alice, stored)
    assert "Right on the second try." in told(page(alice))
