"""The pages of the analysis: for whom, and in how many statements."""

import time
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from analysis import set_report
from quizzes.models import Question, QuestionSet
from quizzes.records import Answer
from tests.analysis.made_up import answers_of, keep, keep_copies
from tests.analysis.table import Table


@pytest.fixture
def client_of_staff(course: None, django_user_model: Any) -> Client:
    """Somebody who may view questions and sets, and nothing else."""
    user = django_user_model.objects.create(username="sam", is_staff=True)
    user.user_permissions.set(
        Permission.objects.filter(codename__in=["view_question", "view_questionset"])
    )
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def pages(practice: QuestionSet) -> list[str]:
    question = practice.questions.get(slug="purpose")
    return [
        f"/admin/quizzes/questionset/{practice.pk}/analysis/",
        f"/admin/quizzes/question/{question.pk}/analysis/",
    ]


def test_every_set_and_question_has_a_page(client_of_staff: Client, practice: QuestionSet) -> None:
    keep(answers_of(practice, 40))
    for model in (QuestionSet, Question):
        for row in model._default_manager.all():
            address = f"/admin/quizzes/{model._meta.model_name}/{row.pk}/analysis/"
            assert client_of_staff.get(address).status_code == 200, address


def test_a_set_without_answers_has_a_page(client_of_staff: Client, practice: QuestionSet) -> None:
    page = client_of_staff.get(f"/admin/quizzes/questionset/{practice.pk}/analysis/")
    assert b"Nobody has answered all 5 questions yet." in page.content
    assert b"Too few answers to tell (0 of at least 30)." in page.content


def test_the_lists_and_rows_lead_to_the_analysis(
    client_of_staff: Client, practice: QuestionSet
) -> None:
    for address in pages(practice):
        change, everything = address.replace("analysis", "change"), address.split("/")[:4]
        assert address in client_of_staff.get("/".join([*everything, ""])).content.decode()
        assert address in client_of_staff.get(change).content.decode()


def test_nobody_else_sees_it(practice: QuestionSet, django_user_model: Any) -> None:
    learner, clerk = Client(), Client()
    backend = "django.contrib.auth.backends.ModelBackend"
    learner.force_login(django_user_model.objects.create(username="lee"), backend=backend)
    clerk.force_login(
        django_user_model.objects.create(username="kim", is_staff=True), backend=backend
    )
    for address in pages(practice):
        assert Client().get(address).status_code == 302
        assert learner.get(address).status_code == 302
        assert clerk.get(address).status_code == 403


def test_the_page_only_reads(client_of_staff: Client, practice: QuestionSet) -> None:
    for address in pages(practice):
        assert client_of_staff.post(address).status_code == 405


@pytest.mark.slow
def test_a_hundred_thousand_answers_take_at_most_ten_queries(
    client_of_staff: Client, practice: QuestionSet
) -> None:
    """And no more time than making the same table of rows in Python, before any counting."""
    keep(answers_of(practice, 1_150))
    keep_copies(19)
    assert Answer.objects.count() >= 100_000
    began = time.perf_counter()
    Table(practice)
    in_python = time.perf_counter() - began
    with CaptureQueriesContext(connection) as own:
        began = time.perf_counter()
        set_report.report_set(practice)
        counting = time.perf_counter() - began
    assert len(own) <= 10
    print(f"100,000 answers: {counting:.2f} s in the database, {in_python:.2f} s in Python")
    assert counting < in_python
    for address in pages(practice):
        with CaptureQueriesContext(connection) as whole:
            assert client_of_staff.get(address).status_code == 200
        of_analysis = [one for one in whole if "quizzes_" in one["sql"]]
        assert len(of_analysis) <= 10
