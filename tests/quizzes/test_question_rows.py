"""A question that is written into rows is read back as it was, with every field that it has."""

from typing import Any

import pytest
from django.utils import timezone
from msgspec.structs import fields, replace

from learn.models import Course, Lesson
from quizzes.models import Question, QuestionSet
from quizzes.question_rows import question_columns, write_parts
from quizzes.schema import Choice, Item, Proof, Step

FULL = Item(
    id="full",
    level="hard",
    title="Where it goes",
    kind="blanks",
    prompt="What goes where?",
    code="x = [[a]]",
    text="x is [[a]]",
    typed=["a"],
    tolerance=0.5,
    capitals=True,
    order="kept",
    choices={
        "one": Choice(text="`1`", right=True, gap="a"),
        "two": Choice(text="`2`", why="That is more.", gap="a", match="That", last=True),
    },
    hints=["Count.", "Count again."],
    steps=[Step(title="Count", text="One."), Step(title="Write", text="It down.")],
    check="Run it.",
    mistakes=["To guess.", "To give up."],
    read=["why", "concept#counting"],
    proof=Proof(experiment="counting", says={"one": {"found": 1}, "two": {"found": 2}}),
)


@pytest.fixture
def question_set(db: None) -> QuestionSet:
    course = Course.objects.create(slug="course", title="Course")
    lesson = Lesson.objects.create(course=course, slug="lesson", title="Lesson")
    return QuestionSet.objects.create(lesson=lesson, mode="practice", title="Practice")


def written(question_set: QuestionSet, item: Item) -> Item:
    """The question as it comes back from its rows."""
    row, _ = Question.objects.update_or_create(
        question_set=question_set,
        slug=item.id,
        defaults={**question_columns(item), "published": timezone.now()},
    )
    write_parts(row, item)
    return Question.objects.get(pk=row.pk).item()


def defaults(item: Item) -> list[Any]:
    return [
        field.name
        for field in fields(item)
        if not field.required and getattr(item, field.name) in (field.default, [])
    ]


def test_the_example_fills_every_field() -> None:
    """So that a field which is added to Item has to be added here, and with it to the rows."""
    assert defaults(FULL) == []


def test_every_field_comes_back(question_set: QuestionSet) -> None:
    back = written(question_set, FULL)
    assert back == FULL
    assert list(back.choices) == list(FULL.choices)


def test_what_is_written_again_replaces_what_was_there(question_set: QuestionSet) -> None:
    written(question_set, FULL)
    less = replace(
        FULL,
        choices={"two": Choice(text="`2`")},
        hints=[],
        steps=[],
        proof=None,
        tolerance=None,
        capitals=False,
    )
    assert written(question_set, less) == less
