"""The instructor's panel: who may enter, and what is listed."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from learn.models import Course, Lesson
from quizzes.models import Question, QuestionSet
from tests.course import counted
from tests.learner import answer
from tests.signed_in import signed_in
from tests.studio.panel import (
    LISTED,
    content,
    list_of,
    page_of,
)
from tests.words import told

HOME = "/admin/"


@pytest.fixture
def staff(course: None, django_user_model: Any) -> Any:
    """A member of staff to whom nobody has given a permission yet."""
    return django_user_model.objects.create(username="sam", is_staff=True)


def addresses() -> list[str]:
    """Every page of the panel: the lists, and for a row of each to add, change, delete, recall."""
    pages = []
    for model in LISTED:
        row = model._default_manager.all()[0]
        actions = [page_of(row, action) for action in ("change", "delete", "history")]
        pages += [list_of(model), f"{list_of(model)}add/", *actions]
    return pages


# --- Who may enter ---------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["alice", "learner_with_account"])
def test_a_learner_is_sent_to_the_sign_in(
    who: str, course: None, request: pytest.FixtureRequest
) -> None:
    client: Client = request.getfixturevalue(who)
    answer(client, "login")
    before = content()
    for address in [HOME, *addresses()]:
        for response in (client.get(address), client.post(address, {"post": "yes"})):
            assert response.status_code == 302
            assert response.headers["Location"] == f"/admin/login/?next={address}"
    assert content() == before


def test_staff_without_a_permission_are_refused(staff: Any) -> None:
    client = signed_in(staff)
    before = content()
    assert "have permission to view or edit anything." in told(client.get(HOME))
    for address in addresses():
        assert client.get(address).status_code == 403
        assert client.post(address, {"post": "yes"}).status_code == 403
    assert content() == before


def test_staff_who_may_only_look_change_nothing(staff: Any, purpose: Question) -> None:
    staff.user_permissions.set(Permission.objects.filter(codename="view_question"))
    client = signed_in(staff)
    assert purpose.prompt.strip() in told(client.get(page_of(purpose)))
    before = content()
    assert client.post(page_of(purpose), {"prompt": "Mine?"}).status_code == 403
    assert client.post(page_of(purpose, "delete"), {"post": "yes"}).status_code == 403
    assert client.get(list_of(Course)).status_code == 403
    assert content() == before


def test_the_instructor_reaches_every_page(instructor: Client) -> None:
    for address in [HOME, *addresses()]:
        assert instructor.get(address).status_code == 200


# --- Lists -----------------------------------------------------------------------------------


def test_the_instructor_lists_all_there_is(instructor: Client) -> None:
    lessons, questions = counted()
    sets = QuestionSet.objects.count()
    for model, words in {
        Course: ["Django sessions", "django-sessions", "1 course"],
        Lesson: ["Configuring the session framework", "12", f"{lessons} lessons"],
        QuestionSet: ["Practice", "Performance", "0.25", f"{sets} question sets"],
        Question: ["purpose", "close-or-hour", "untouched", "Hard", f"{questions} questions"],
    }.items():
        page = instructor.get(list_of(model))
        assert [word for word in words if word not in told(page)] == []
        for row in model._default_manager.all():
            assert f'href="{page_of(row)}' in page.content.decode()


def test_the_list_counts_answers_also_when_it_is_searched(
    instructor: Client, alice: Client, bob: Client
) -> None:
    for client in (alice, bob):
        answer(client, "login")
    for search in ("", "?q=visitor", "?q=purpose", "?level=easy"):
        rows = instructor.get(list_of(Question) + search).context["cl"].result_list
        assert [row.answer_count for row in rows if row.slug == "purpose"] == [2]


def test_a_search_lists_a_lesson_once(instructor: Client) -> None:
    page = instructor.get(f"{list_of(Lesson)}?q=session")
    found = [row.slug for row in page.context["cl"].result_list]
    assert (
        sorted(found) == sorted(set(found)) == sorted(Lesson.objects.values_list("slug", flat=True))
    )
