"""Finding what authors write, among thousands of questions too."""

import pytest
from django.contrib.admin import site
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from learn.models import Lesson
from packs.draft import saved_drafts
from quizzes.models import Choice, Hint, Question, QuestionSet
from tests.learner import answer
from tests.studio.panel import (
    lesson,
    list_of,
    page_of,
)
from tests.words import told

MANY = 10_000
FILTERED = [model for model, pages in site._registry.items() if pages.list_filter]


def found(client: Client, **query: str) -> list[str]:
    page = client.get(list_of(Question), query)
    assert page.status_code == 200
    return [row.slug for row in page.context["cl"].result_list]


def test_questions_are_found_by_all_their_texts(instructor: Client, purpose: Question) -> None:
    choice, hint, step = purpose.choices.all()[1], purpose.hints.all()[0], purpose.steps.all()[0]
    for row, field in ((choice, "text"), (choice, "why"), (hint, "text"), (step, "title")):
        setattr(row, field, "The zebra that Ñandú saw")
        row.save()
        assert found(instructor, q="zebra") == ["purpose"], field
        assert found(instructor, q="ZEBRA purpose") == ["purpose"], field
        assert found(instructor, q='"zebra that"') == ["purpose"], field
        assert found(instructor, q="zebra giraffe") == [], field
        setattr(row, field, "plain")
        row.save()
    assert found(instructor, q="zebra") == []
    assert found(instructor, q="What is Django's session framework for") == ["purpose"]


@pytest.mark.parametrize("words", ['"', "'", "%", "_", "\\", "a" * 5000, '"a b', "'' \"\""])
def test_any_search_is_answered(instructor: Client, purpose: Question, words: str) -> None:
    found(instructor, q=words)


@pytest.mark.django_db
@pytest.mark.parametrize("model", FILTERED, ids=lambda model: model._meta.label)
def test_every_list_shows_how_many_each_filter_would_leave(
    admin_client: Client, purpose: Question, model: type[Model]
) -> None:
    page = admin_client.get(list_of(model), {"_facets": "True"})
    assert page.status_code == 200
    cl = page.context["cl"]
    choices = [choice for spec in cl.filter_specs for choice in [*spec.choices(cl)][1:]]
    assert all(choice["display"].endswith(")") for choice in choices), choices


def test_questions_without_an_answer_are_found(
    instructor: Client, alice: Client, purpose: Question
) -> None:
    answer(alice, "login")
    assert found(instructor, answers="some") == ["purpose"]
    assert "purpose" not in found(instructor, answers="none")
    assert len(found(instructor, answers="none")) == Question.objects.count() - 1


def test_drafts_that_are_to_be_mended_are_found(instructor: Client, purpose: Question) -> None:
    Question.objects.update(published=None)
    assert found(instructor, linter="mend") == []
    purpose.choices.exclude(right=True).delete()
    assert found(instructor, linter="mend") == ["purpose"]
    assert found(instructor, linter="mend", level="hard") == []
    Question.objects.update(published=timezone.now())
    assert found(instructor, linter="mend") == []


def test_drafts_that_do_not_fit_their_set_or_lesson_are_to_be_mended(
    instructor: Client, purpose: Question
) -> None:
    Question.objects.update(published=None)
    Question.objects.filter(pk=purpose.pk).update(read="why#nowhere")
    cards = Question.objects.filter(kind="explain")[0]
    practice_set = QuestionSet.objects.exclude(behaviour="recall")[0]
    Question.objects.filter(pk=cards.pk).update(question_set=practice_set)
    assert sorted(found(instructor, linter="mend")) == sorted(["purpose", cards.slug])


def test_thousands_of_questions_are_read_as_each_alone(course: None) -> None:
    assert Question.objects.filter(choices__gap__gt="").exists()
    alone = {row: row.item() for row in Question.objects.all()}
    assert {one.question: one.item for one in saved_drafts(Question.objects.all())} == alone
    for item, other in zip(alone.values(), saved_drafts(Question.objects.all()), strict=True):
        assert other.item
        assert list(item.choices) == list(other.item.choices)


def test_lessons_are_filtered_by_state(instructor: Client, course: None) -> None:
    Lesson.objects.filter(pk=lesson().pk).update(published=None)

    def listed(state: str) -> list[str]:
        page = instructor.get(list_of(Lesson), {"state": state})
        return [row.slug for row in page.context["cl"].result_list]

    assert listed("draft") == ["configuration"]
    assert listed("scheduled") == []
    assert len(listed("published")) == Lesson.objects.count() - 1


def test_sets_are_found_by_their_lesson(instructor: Client, course: None) -> None:
    page = instructor.get(list_of(QuestionSet), {"q": "configuration performance"})
    assert [row.mode for row in page.context["cl"].result_list] == ["performance"]


@pytest.fixture
def many(purpose: Question) -> None:
    """Ten thousand questions in one set, each with choices and hints."""
    rows = Question.objects.bulk_create(
        Question(
            question_set=purpose.question_set,
            slug=f"many-{number}",
            kind="choice",
            prompt=f"Number {number}?",
            position=number % 30_000,
            published=None,
        )
        for number in range(MANY)
    )
    Choice.objects.bulk_create(
        Choice(question=row, key=f"k{place}", text=f"Choice {place}", right=not place, why="No.")
        for row in rows
        for place in range(3)
    )
    Hint.objects.bulk_create(Hint(question=row, text="A hint") for row in rows)


@pytest.mark.slow
def test_among_ten_thousand_questions_few_queries_find_all(
    instructor: Client, purpose: Question, many: None
) -> None:
    listed = list_of(Question)
    for address, most in (
        (listed, 12),
        (f"{listed}?q=hint+number", 12),
        (f"{listed}?state=draft&level=easy&answers=none", 12),
        (f"{listed}?linter=mend", 40),  # six for each 2,000 drafts
        (page_of(purpose.question_set), 12),
        (page_of(purpose), 15),
        (page_of(purpose, "history"), 12),
    ):
        instructor.get(address)
        with CaptureQueriesContext(connection) as asked:
            page = instructor.get(address)
        assert page.status_code == 200
        told_of = "\n".join(one["sql"][:150] for one in asked)
        assert len(asked) <= most, f"{address}: {len(asked)}\n{told_of}"
    assert "There are more; these are the first 200." in told(
        instructor.get(page_of(purpose.question_set))
    )
    broken = ["many-0", "many-5000", "many-9999", "purpose"]
    Choice.objects.filter(question__slug__in=broken, right=True).update(right=False)
    Question.objects.filter(slug="purpose").update(published=None)
    assert sorted(found(instructor, linter="mend")) == broken
