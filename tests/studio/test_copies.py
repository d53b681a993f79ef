"""Copies of lessons and sets are drafts, with all that they have."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client

from learn.models import Lesson
from learn.modes import MODES
from quizzes.models import Question, QuestionSet
from tests.course import LESSON
from tests.signed_in import BACKEND
from tests.studio.history import versions
from tests.studio.lists import copy, slugs
from tests.studio.panel import (
    assert_saved,
    content,
    edit,
    lesson,
    list_of,
    page_of,
)
from tests.words import told


@pytest.mark.slow
def test_a_copy_of_a_lesson_has_all_of_it_as_drafts(instructor: Client, course: None) -> None:
    row = lesson()
    page = copy(instructor, row)
    assert "This is the copy, a draft" in told(page)
    made = Lesson.objects.get(slug="configuration-2")
    assert made.published is None
    assert dict(made.pages.values_list("mode", "text")) == dict(
        row.pages.values_list("mode", "text")
    )
    assert set(made.sets.values_list("mode", "title", "behaviour", "seconds")) == set(
        row.sets.values_list("mode", "title", "behaviour", "seconds")
    )
    for question in Question.objects.filter(question_set__lesson=row):
        sets = made.sets.filter(mode=question.question_set.mode)
        copied = Question.objects.get(question_set__in=sets, slug=question.slug)
        assert copied.published is None
        assert copied.item() == question.item()
    assert versions(made)[0].revision.comment == "Copied from Configuring the session framework."


@pytest.mark.slow
def test_a_copy_of_a_lesson_is_not_seen_by_learners_and_does_not_change_the_original(
    instructor: Client, alice: Client, course: None
) -> None:
    before = content()
    copy(instructor, lesson())
    after = content()
    for name, rows in before.items():
        if name != "Course":
            assert after[name][: len(rows)] == rows
    assert "(copy)" not in told(alice.get("/learn/django-sessions/"))
    assert alice.get("/learn/django-sessions/configuration-2/").status_code == 404


@pytest.fixture
def author(course: None, django_user_model: Any) -> Client:
    user = django_user_model.objects.create(username="ada", is_staff=True)
    user.groups.set(Group.objects.filter(name="author"))
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def test_a_copy_of_a_set_has_all_its_questions_as_drafts_in_a_mode_of_its_own(
    author: Client, purpose: Question
) -> None:
    row = purpose.question_set
    row.questions.filter(slug=slugs(row)[-1]).update(retired=True)
    assert "Duplicate, with its questions" in told(author.get(page_of(row)))
    page = copy(author, row)
    assert "This is the copy, with all its questions as drafts." in told(page)
    made = QuestionSet.objects.latest("pk")
    assert page.redirect_chain == [(page_of(made), 302)]
    assert (made.lesson, made.title, made.mode) == (row.lesson, "Practice (copy)", "why")
    assert (made.behaviour, made.try_cost, made.hint_cost) == (
        (row.behaviour, row.try_cost, row.hint_cost)
    )
    assert slugs(made) == slugs(row)[:-1]
    for question in made.questions.all():
        assert question.published is None
        assert question.item() == row.questions.get(slug=question.slug).item()
    for one in (made, made.questions.all()[0]):
        words = "Copied from Configuring the session framework: Practice."
        assert versions(one)[0].revision.comment == words


def test_a_copy_of_a_set_stands_rather_where_no_text_is(author: Client, purpose: Question) -> None:
    lesson().sets.get(mode="challenge").delete()
    copy(author, purpose.question_set)
    assert QuestionSet.objects.latest("pk").mode == "challenge"


def test_a_copy_of_a_set_changes_nothing_and_is_seen_once_its_questions_are_published(
    author: Client, alice: Client, purpose: Question
) -> None:
    before = content()
    copy(author, purpose.question_set)
    after = content()
    for name, rows in before.items():
        if name != "Course":
            assert after[name][: len(rows)] == rows
    assert "Practice (copy)" not in told(alice.get(f"{LESSON}why/"))
    copied = Question.objects.get(slug="purpose", published=None)
    author.post(list_of(Question), {"action": "publish", "_selected_action": str(copied.pk)})
    assert "Practice (copy)" in told(alice.get(f"{LESSON}why/"))


def test_the_copy_of_a_set_is_moved_to_another_lesson(author: Client, purpose: Question) -> None:
    copy(author, purpose.question_set)
    made, other = QuestionSet.objects.latest("pk"), Lesson.objects.get(slug="expiry")
    other.sets.filter(mode="practice").delete()
    assert_saved(edit(author, made, lesson=str(other.pk), mode="practice"))
    assert other.sets.get(mode="practice") == made


def test_where_every_mode_has_a_set_none_is_copied_and_it_says_what_to_do(
    author: Client, purpose: Question
) -> None:
    row = purpose.question_set
    for mode in set(MODES) - set(lesson().sets.values_list("mode", flat=True)):
        QuestionSet.objects.create(lesson=lesson(), mode=mode, title=mode)
    before = content()
    page = copy(author, row)
    assert page.redirect_chain == [(page_of(row), 302)]
    assert "Nothing was copied: each mode of this lesson has a question set." in told(page)
    assert content() == before


def test_who_may_not_add_questions_copies_no_set(purpose: Question, django_user_model: Any) -> None:
    user = django_user_model.objects.create(username="sam", is_staff=True)
    codes = ["view_questionset", "change_questionset", "add_questionset"]
    user.user_permissions.set(Permission.objects.filter(codename__in=codes))
    client = Client()
    client.force_login(user, backend=BACKEND)
    row, before = purpose.question_set, content()
    page = client.get(page_of(row))
    assert page.status_code == 200
    assert "Duplicate" not in told(page)
    assert copy(client, row).status_code == 403
    assert page_of(row) not in str(copy(Client(), row).redirect_chain[-1])
    assert content() == before
