"""What is taken out of a pack goes, but for what answers need."""

import re
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from learn.models import Lesson
from quizzes.models import Question, QuestionSet
from quizzes.records import Answer
from tests.course import LESSON, counted
from tests.learner import answer
from tests.packs.folder import COURSE, QUIZ, edit, load, question_block, rows, slugs


def take_out(folder: Path, lesson: str) -> None:
    shutil.rmtree(folder / lesson)
    text = (folder / COURSE).read_text()
    (folder / COURSE).write_text(re.sub(rf"{lesson}, |, {lesson}", "", text))


def practice(client: Client) -> str:
    return client.get(f"{LESSON}practice/").content.decode()


def test_a_question_taken_out_is_deleted_when_nobody_answered_it(
    small_course: None, pack: Path
) -> None:
    edit(pack, QUIZ, question_block(pack, "purpose"), "")
    assert "12 questions (0 new or changed, 0 retired)" not in load(pack)  # the others moved up
    assert not Question.objects.filter(slug="purpose").exists()
    assert slugs() == ["store-setting", "reopen", "file-errors", "close-or-hour"]


def test_a_question_taken_out_is_retired_when_somebody_answered_it(
    alice: Client, pack: Path
) -> None:
    answer(alice, "login")
    answers, asked = rows(Answer), Question.objects.get(slug="purpose").pk
    edit(pack, QUIZ, question_block(pack, "purpose"), "")
    assert ", 1 retired)" in load(pack)
    assert Question.objects.get(slug="purpose", retired=True).pk == asked
    assert rows(Answer) == answers
    assert "What is Django&#x27;s session framework for?" not in practice(alice)
    assert ", 0 retired)" in load(pack)  # it is not retired once more


def test_the_last_question_is_asked_no_more_once_it_is_retired(alice: Client, pack: Path) -> None:
    address = f"{LESSON}practice/?q=close-or-hour"
    answer(alice, "hour", question="close-or-hour")
    assert "A session should end when" in alice.get(address).content.decode()
    edit(pack, QUIZ, question_block(pack, "close-or-hour"), "")
    assert "(0 new or changed, 1 retired)" in load(pack)
    assert "A session should end when" not in alice.get(address).content.decode()


def test_a_retired_question_that_comes_back_is_asked_again(alice: Client, pack: Path) -> None:
    answer(alice, "login")
    block, asked = question_block(pack, "purpose"), Question.objects.get(slug="purpose").pk
    edit(pack, QUIZ, block, "")
    load(pack)
    edit(pack, QUIZ, "questions:\n", f"questions:\n{block}")
    load(pack)
    assert Question.objects.get(slug="purpose", retired=False).pk == asked
    assert slugs()[0] == "purpose"
    assert Answer.objects.get().question_id == asked


def test_a_lesson_taken_out_is_deleted_when_nobody_answered_in_it(two_lessons: Path) -> None:
    first = rows(Question, question_set__lesson__slug="configuration")
    sets = rows(QuestionSet, lesson__slug="configuration")
    take_out(two_lessons, "second")
    _, questions = counted(two_lessons)
    assert f"1 lessons, {questions} questions (0 new or changed, 0 retired)" in load(two_lessons)
    assert Lesson.objects.get().slug == "configuration"
    assert rows(Question) == first
    assert rows(QuestionSet) == sets


def test_a_lesson_taken_out_keeps_only_what_its_answers_need(
    client: Client, two_lessons: Path
) -> None:
    answer(client, "login")
    answers = rows(Answer)
    take_out(two_lessons, "configuration")
    assert ", 1 retired)" in load(two_lessons)
    assert [row["slug"] for row in rows(Question, question_set__lesson__slug="configuration")] == [
        "purpose"
    ]
    assert rows(Answer) == answers
    assert client.get(f"{LESSON}practice/").status_code == 404
    assert client.get("/learn/django-sessions/second/practice/").status_code == 200
    assert client.get("/progress/").status_code == 200


def test_a_question_to_come_does_not_bring_back_its_lesson(
    client: Client, two_lessons: Path
) -> None:
    soon = timezone.now() + timedelta(hours=1)
    Question.objects.filter(slug="purpose", question_set__lesson__slug="configuration").update(
        published=soon
    )
    take_out(two_lessons, "configuration")
    load(two_lessons)
    assert Lesson.objects.get(slug="configuration").published is None
    with time_machine.travel(soon + timedelta(hours=1)):
        assert client.get(f"{LESSON}practice/").status_code == 404


@pytest.mark.slow
def test_a_lesson_that_comes_back_is_as_it_was(client: Client, two_lessons: Path) -> None:
    answer(client, "login")
    folder = two_lessons / "configuration"
    kept = shutil.copytree(folder, two_lessons.parent / "kept")
    lesson = Lesson.objects.get(slug="configuration").pk
    take_out(two_lessons, "configuration")
    load(two_lessons)
    shutil.copytree(kept, folder)
    edit(two_lessons, COURSE, "[second]", "[configuration, second]")
    load(two_lessons)
    assert Lesson.objects.get(slug="configuration").pk == lesson
    assert "it is only one use among many" in practice(client)
