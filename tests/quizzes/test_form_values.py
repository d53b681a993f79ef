"""What stands for a choice in a page tells nothing of it, and means the same choice for ever."""

import re

import pytest
from django.test import Client

from quizzes.kinds import kind_of
from quizzes.kinds.form_values import form_value, key_of_value
from quizzes.kinds.gaps import gap_names
from quizzes.models import Question
from quizzes.records import Answer
from quizzes.schema import Item
from tests.course import LESSON
from tests.learner import form_of, with_choice
from tests.quizzes.items import ITEMS, item, right_response, sent

PRACTICE = f"{LESSON}practice/"
ANSWERS = f"{PRACTICE}answers/"
HTMX = {"HX-Request": "true", "HX-Target": "quiz"}


def test_a_value_is_read_back_whatever_the_order_and_the_other_choices() -> None:
    question = item()
    values = {form_value(question.id, key): key for key in question.choices}
    assert len(values) == len(question.choices)
    for value, key in values.items():
        assert key_of_value(question, value) == key
        assert key_of_value(item(wrong=9), value) == key
        assert re.fullmatch("[0-9a-f]{8}", value)


def test_the_same_key_has_another_value_in_another_question() -> None:
    assert form_value("one", "right") != form_value("other", "right")


@pytest.mark.parametrize("text", ["right", "wrong-0", "", "00000000", "\x00", "A"])
def test_nothing_else_stands_for_a_choice(text: str) -> None:
    assert key_of_value(item(), text) == ""


@pytest.mark.parametrize("kind", ["choice", "choices", "blanks", "order"])
def test_no_field_of_a_form_names_a_key(kind: str) -> None:
    question = ITEMS[kind]
    fields = sent(question, right_response(question))
    told = " ".join([*fields, *(value for name in fields for value in fields.getlist(name))])
    assert not [name for name in names_in(question) if name in told]
    assert kind_of(question).parse_response(question, fields) == right_response(question)


def names_in(question: Item) -> list[str]:
    """The names that an author gave to choices and gaps."""
    return [*question.choices, *gap_names(question)]


# --- On pages ----------------------------------------------------------------------------------


def shown_names(html: str, question: Item) -> list[str]:
    """Those names that stand in an attribute of the quiz."""
    quiz = html[html.index('id="quiz"') :].split("</section>")[0]
    quiz = re.sub(r' (?:class|name)="(?:[a-z ]*)"', "", quiz)  # of the form itself
    words = re.split(r"[ =]|(?:gap|place)-", " ".join(re.findall(r'="([^"]*)"', quiz)))
    return [name for name in names_in(question) if name in words]


def all_questions() -> list[tuple[str, Item]]:
    rows = Question.objects.select_related("question_set__lesson__course")
    asked = rows.filter(question_set__behaviour="practice")
    return [
        (f"/learn/{row.question_set.lesson.path}/{row.question_set.mode}/", row.item())
        for row in asked
    ]


@pytest.mark.slow
def test_no_page_and_no_fragment_of_the_course_names_a_key(alice: Client) -> None:
    """Not before an answer, and not after a wrong one; nor does a form that was not whole."""
    kinds = set()
    for address, question in all_questions():
        kinds.add(question.kind)
        asked = f"{address}?q={question.id}"
        fields = form_of(alice.get(asked).content.decode())
        replies = [
            alice.get(asked),
            alice.get(asked, headers=HTMX),
            alice.post(f"{address}answers/", fields),
            alice.post(f"{address}answers/", fields, headers=HTMX),
            alice.post(f"{address}hints/", fields, headers=HTMX),
        ]
        for reply in replies:
            assert shown_names(reply.content.decode(), question) == [], question.id
    assert {"choice", "choices", "blanks", "order"} <= kinds


def test_a_telling_key_is_in_no_page(alice: Client) -> None:
    choices = Question.objects.get(slug="purpose").choices
    for number, choice in enumerate(choices.all()):
        choice.key = "quite-right" if choice.right else f"quite-wrong-{number}"
        choice.save()
    page = alice.get(f"{PRACTICE}?q=purpose").content.decode()
    assert "quite-" not in page
    wrong = with_choice(form_of(page), "quite-wrong-1")
    reply = alice.post(ANSWERS, wrong, headers=HTMX).content.decode()
    assert "Not yet. 2 tries left." in reply
    assert "quite-" not in reply


def test_a_form_from_before_an_edit_still_means_the_same_choice(alice: Client) -> None:
    page = alice.get(f"{PRACTICE}?q=purpose").content.decode()
    fields = with_choice(form_of(page), "login")
    question = Question.objects.get(slug="purpose")
    for position, choice in enumerate(question.choices.order_by("-position")):
        choice.position = position
        choice.text = f"{choice.text} Or so."
        choice.save()
    question.choices.create(key="new", text="Something new", why="No.", position=0)
    alice.post(ANSWERS, fields)
    assert Answer.objects.get().response == "login"


def test_a_form_with_a_choice_that_is_gone_is_refused_and_takes_no_try(alice: Client) -> None:
    page = alice.get(f"{PRACTICE}?q=purpose").content.decode()
    fields = with_choice(form_of(page), "login")
    Question.objects.get(slug="purpose").choices.get(key="login").delete()
    reply = alice.post(ANSWERS, fields, headers=HTMX)
    assert reply.status_code == 422
    assert "That is not one of the answers. Choose one below. No try was taken." in (
        reply.content.decode()
    )
    assert Answer.objects.count() == 0


def test_a_form_from_before_the_values_is_refused_and_takes_no_try(alice: Client) -> None:
    """It held the key itself. Nobody's try is lost by it."""
    fields = form_of(alice.get(f"{PRACTICE}?q=purpose").content.decode())
    reply = alice.post(ANSWERS, {**fields, "choice": "login"}, headers=HTMX)
    assert reply.status_code == 422
    assert Answer.objects.count() == 0
