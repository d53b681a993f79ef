"""What was deleted is recovered with all that went with it."""

import io
import shutil
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from learn.models import Lesson
from quizzes.models import Question
from tests.course import PACK
from tests.studio.history import PROMPT, recover
from tests.studio.panel import (
    assert_saved,
    content,
    edit,
    edit_part,
    lesson,
    list_of,
    page_of,
    practice,
)
from tests.words import told


def test_a_deleted_question_is_recovered(
    instructor: Client, alice: Client, purpose: Question
) -> None:
    before = content()
    instructor.post(page_of(purpose, "delete"), {"post": "yes"})
    assert PROMPT not in practice(alice)
    page = recover(instructor, purpose)
    assert "Recovered." in told(page)
    after = content()
    for one in (before, after):
        del one["Course"][0]["version"]
    assert after == before
    assert PROMPT in practice(alice)


@pytest.mark.slow
def test_a_deleted_lesson_is_recovered_with_its_sets_and_questions(
    instructor: Client, course: None
) -> None:
    before, row = content(), lesson()
    chosen = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
    instructor.post(list_of(Lesson), chosen)
    assert not Question.objects.filter(slug="purpose").exists()
    recover(instructor, row)
    after = content()
    for one in (before, after):
        del one["Course"][0]["version"]
    assert after == before


@pytest.mark.slow
def test_a_lesson_that_is_deleted_on_the_page_of_its_course_is_recovered(
    instructor: Client, course: None
) -> None:
    questions, row = Question.objects.count(), lesson()
    assert_saved(edit_part(instructor, row, DELETE="on"))
    assert Question.objects.count() < questions
    recover(instructor, row)
    assert Question.objects.count() == questions


@pytest.mark.slow
def test_what_a_pack_no_longer_has_is_recovered(
    instructor: Client, purpose: Question, tmp_path: Path
) -> None:
    pack = tmp_path / "django-sessions"
    shutil.copytree(PACK, pack)
    about = pack / "course.yaml"
    about.write_text(about.read_text().replace("configuration, ", ""))
    shutil.rmtree(pack / "configuration")
    row = lesson()
    call_command("loadcourse", pack, stdout=io.StringIO())
    assert not Lesson.objects.filter(pk=row.pk).exists()
    recover(instructor, row)
    assert Question.objects.filter(slug="purpose").exists()


def test_a_question_whose_set_is_gone_says_what_to_bring_back_first(
    instructor: Client, purpose: Question
) -> None:
    instructor.post(page_of(purpose.question_set, "delete"), {"post": "yes"})
    before = content()
    page = recover(instructor, purpose)
    assert "its question set is gone. Bring that back first." in told(page)
    assert content() == before
    recover(instructor, purpose.question_set)
    assert Question.objects.filter(pk=purpose.pk).exists()


def test_a_deleted_row_whose_name_is_taken_says_so(instructor: Client, purpose: Question) -> None:
    other = purpose.question_set.questions.exclude(pk=purpose.pk)[0]
    instructor.post(page_of(purpose, "delete"), {"post": "yes"})
    edit(instructor, other, slug="purpose")
    before = content()
    assert "already exists" in told(recover(instructor, purpose))
    assert content() == before
