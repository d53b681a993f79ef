"""The way back: what was is brought back whole, and never broken before learners."""

import io
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core.management import call_command
from django.test import Client
from reversion.models import Version

from learn.models import Course, Page
from quizzes.models import Question
from quizzes.records import Answer
from tests.course import PACK
from tests.learner import answer
from tests.studio.history import PROMPT, bring_back, history, page_of_version, versions
from tests.studio.panel import (
    assert_saved,
    content,
    edit,
    edit_part,
    lesson,
    practice,
)
from tests.words import told


def parts(question: Question) -> list[Any]:
    return [list(getattr(question, name).values()) for name in ("choices", "hints", "steps")]


def test_looking_at_a_version_shows_what_would_change_and_changes_nothing(
    instructor: Client, purpose: Question
) -> None:
    edit(instructor, purpose, prompt="What are sessions for?")
    before = content()
    page = told(instructor.get(page_of_version(purpose, 1)))
    assert f"+ added: {PROMPT}" in page
    assert "- removed: prompt: What are sessions for?" in page
    assert "Nothing was changed yet." in page
    assert content() == before


def test_a_question_comes_back_with_all_its_parts(
    instructor: Client, alice: Client, purpose: Question
) -> None:
    before = parts(purpose)
    assert_saved(edit(instructor, purpose, proof="", check_text="", prompt="Which?"))
    assert_saved(edit_part(instructor, purpose.choices.get(key="login"), DELETE="on"))
    assert_saved(edit_part(instructor, purpose.hints.all()[0], text="Another."))
    page = bring_back(instructor, purpose, 3)
    assert "Brought back as it was on" in told(page)
    purpose = Question.objects.get(pk=purpose.pk)
    assert parts(purpose) == before
    assert PROMPT in practice(alice)
    assert "Brought back as it was on" in LogEntry.objects.latest("pk").get_change_message()
    assert "Brought back as it was on" in history(instructor, purpose)


@pytest.mark.slow
def test_what_stood_before_can_be_brought_back_in_turn(
    instructor: Client, purpose: Question
) -> None:
    edit(instructor, purpose, prompt="What are sessions for?")
    bring_back(instructor, purpose, 1)
    bring_back(instructor, purpose, 1)
    purpose.refresh_from_db()
    assert purpose.prompt == "What are sessions for?"


def test_a_lesson_comes_back_with_its_texts(instructor: Client, course: None) -> None:
    before = list(Page.objects.filter(lesson=lesson()).order_by("pk").values())
    why = lesson().pages.get(mode="why")
    assert_saved(edit_part(instructor, why, DELETE="on"))
    bring_back(instructor, lesson(), 1)
    assert list(Page.objects.filter(lesson=lesson()).order_by("pk").values()) == before


def test_a_course_and_a_set_come_back(instructor: Client, purpose: Question) -> None:
    course, practice_set = Course.objects.get(), purpose.question_set
    edit(instructor, course, title="Anew")
    edit(instructor, practice_set, title="Exercise", try_cost="0.5")
    for row in (course, practice_set):
        bring_back(instructor, row, 1)
        row.refresh_from_db()
    assert (course.title, practice_set.title) == ("Django sessions", "Practice")
    assert practice_set.try_cost == 0.25


def test_answers_keep_the_version_that_they_were_given_to(
    instructor: Client, alice: Client, purpose: Question
) -> None:
    answer(alice, "login")
    before = Answer.objects.values().get()
    edit(instructor, purpose, prompt="What are sessions for?")
    bring_back(instructor, purpose, 1)
    assert Answer.objects.values().get() == before


def test_what_learners_could_not_answer_comes_back_as_a_draft(
    instructor: Client, alice: Client, purpose: Question
) -> None:
    purpose.choices.exclude(right=True).delete()  # from a shell: the panel would refuse
    Version.objects.all().delete()
    edit(instructor, purpose, published_0="", published_1="", prompt="A draft?")
    page = told(bring_back(instructor, purpose, 1))
    assert "Now a draft, so that learners don't see what is to be mended: purpose." in page
    assert "These are too few choices." in page
    purpose.refresh_from_db()
    assert (purpose.published, purpose.prompt.strip()) == (None, PROMPT)


def test_a_lesson_with_a_text_that_no_pack_may_have_comes_back_as_a_draft(
    instructor: Client, course: None
) -> None:
    why = lesson().pages.get(mode="why")
    whole, why.text = why.text, ":::: never"
    why.save()  # not by way of the panel, which refuses it
    assert_saved(edit_part(instructor, why, text=whole))
    page = told(bring_back(instructor, lesson(), 1))
    assert "Now a draft" in page
    assert lesson().published is None


def test_a_name_that_was_taken_meanwhile_is_said_and_nothing_changes(
    instructor: Client, purpose: Question
) -> None:
    edit(instructor, purpose, slug="renamed")
    other = purpose.question_set.questions.exclude(pk=purpose.pk)[0]
    edit(instructor, other, slug="purpose")
    before = content()
    page = bring_back(instructor, purpose, 1)
    assert page.status_code == 422
    assert "renamed" not in told(page).split("can't be brought back")[0][-10:]
    assert "already exists" in told(page)
    assert "Nothing was changed." in told(page)
    assert content() == before


def test_a_row_that_changed_since_one_looked_is_looked_at_once_more(
    instructor: Client, purpose: Question
) -> None:
    edit(instructor, purpose, prompt="What are sessions for?")
    address = page_of_version(purpose, 1)
    shown = instructor.get(address).context["shown"]
    edit(instructor, purpose, prompt="Third?")
    before = content()
    for sent in ({"shown": shown}, {"shown": ""}, {}, {"shown": "\0"}):
        page = instructor.post(address, sent)
        assert page.status_code == 422
        assert "It was changed since this page was opened." in told(page)
    assert content() == before


def test_an_import_is_undone_row_by_row(
    instructor: Client, purpose: Question, tmp_path: Path
) -> None:
    pack = tmp_path / "django-sessions"
    shutil.copytree(PACK, pack)
    file = pack / "configuration" / "practice.yaml"
    file.write_text(file.read_text().replace(PROMPT, "What is it good for, then?"))
    why = pack / "configuration" / "why.md"
    why.write_text(f"{why.read_text()}\nOne more.\n")
    call_command("loadcourse", pack, stdout=io.StringIO())
    assert len(versions(purpose)) == 2
    bring_back(instructor, purpose, 1)
    purpose.refresh_from_db()
    assert purpose.prompt.strip() == PROMPT
    assert lesson().pages.get(mode="why").text.endswith("One more.\n")
    bring_back(instructor, lesson(), 1)
    assert not lesson().pages.get(mode="why").text.endswith("One more.\n")
