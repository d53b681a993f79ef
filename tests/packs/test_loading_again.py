"""Loading a pack again changes what was edited and nothing else."""

from pathlib import Path

import pytest
from django.test import Client

from learn.models import Course, Lesson, Page
from packs import load as loading
from quizzes.models import Choice, Question, QuestionSet
from tests.course import LESSON, counted
from tests.packs.folder import (
    ABOUT,
    COURSE,
    NEW,
    PROMPT,
    QUIZ,
    WHY,
    edit,
    load,
    question_block,
    rows,
    slugs,
)
from tests.studio.panel import content


def version() -> str:
    return Course.objects.get().version


def test_loading_again_changes_nothing(small_course: None, pack: Path) -> None:
    before = content()
    lessons, questions = counted(pack)
    assert f"{lessons} lessons, {questions} questions (0 new or changed, 0 retired)" in load(pack)
    assert content() == before


def test_a_database_that_fails_halfway_loads_nothing(
    small_course: None, pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object) -> None:
        raise RuntimeError("The database went away.")

    before = content()
    edit(pack, COURSE, "title: Django sessions", "title: Sessions")
    edit(pack, QUIZ, PROMPT, "      What are sessions for?\n")
    monkeypatch.setattr(loading, "remove_questions", fail)
    with pytest.raises(RuntimeError, match="went away"):
        load(pack)
    assert content() == before


def test_space_at_the_end_of_a_text_is_no_change(small_course: None, pack: Path) -> None:
    edit(pack, QUIZ, "    mistakes:\n", "    mistakes:\n      - |\n        One thing.\n")
    assert "(1 new or changed" in load(pack)
    assert "(0 new or changed" in load(pack)


def test_an_edited_question_alone_is_changed_and_keeps_its_row(
    small_course: None, pack: Path
) -> None:
    before = content()
    edit(pack, QUIZ, PROMPT, "      What are sessions for?\n")
    assert "(1 new or changed, 0 retired)" in load(pack)
    purpose = Question.objects.get(slug="purpose")
    assert purpose.prompt == "What are sessions for?\n"
    after = content()
    for name in ("Lesson", "Page", "QuestionSet"):
        assert after[name] == before[name]
    for name, key in (("Question", "id"), ("Choice", "question_id"), ("Step", "question_id")):
        others = [row for row in before[name] if row[key] != purpose.pk]
        assert [row for row in after[name] if row[key] != purpose.pk] == others
    assert {row["id"] for row in after["Question"]} == {row["id"] for row in before["Question"]}


@pytest.mark.parametrize(
    ("file", "old", "changed"),
    [
        (COURSE, "title: Django sessions", "title: Sessions"),
        (ABOUT, "minutes: 12", "minutes: 13"),
        (WHY, "## Takeaways", "## In short"),
        (QUIZ, "title: Practice", "title: Exercise"),
        (QUIZ, "questions:\n", "try_cost: 0.5\nquestions:\n"),
        (QUIZ, "Signing users in, and nothing else", "Signing in, and nothing else"),
        (QUIZ, "- title: Find what HTTP lacks", "- title: See what HTTP lacks"),
        (QUIZ, "- id: purpose", "- id: meaning"),
    ],
)
def test_any_change_gives_the_course_a_new_version(
    db: None, short_pack: Path, file: str, old: str, changed: str
) -> None:
    load(short_pack)
    before = version()
    edit(short_pack, file, old, changed)
    load(short_pack)
    assert version() != before


def test_a_deleted_text_or_set_goes_and_the_course_has_a_new_version(
    small_course: None, pack: Path
) -> None:
    for name in ("test.yaml", "challenge.yaml"):  # they send the learner to the text
        (pack / "configuration" / name).unlink()
    load(pack)
    before = version()
    (pack / WHY).unlink()
    load(pack)
    assert not Page.objects.filter(mode="why").exists()
    between = version()
    (pack / QUIZ).unlink()
    load(pack)
    assert not QuestionSet.objects.filter(mode="practice").exists()
    assert len({before, between, version()}) == 3


def test_a_learner_sees_an_edit_at_once(alice: Client, pack: Path) -> None:
    assert "Sessions, anew" not in alice.get(f"{LESSON}why/").content.decode()
    edit(pack, WHY, "## Takeaways", "## Sessions, anew")
    load(pack)
    assert "Sessions, anew" in alice.get(f"{LESSON}why/").content.decode()


def test_a_changed_order_is_loaded(small_course: None, pack: Path) -> None:
    kept = {row["slug"]: row["id"] for row in rows(Question)}
    block = question_block(pack, "purpose")
    edit(pack, QUIZ, block, "")
    text = (pack / QUIZ).read_text().rstrip("\n")
    (pack / QUIZ).write_text(f"{text}\n\n{block}")
    load(pack)
    assert slugs() == ["store-setting", "reopen", "file-errors", "close-or-hour", "purpose"]
    assert {row["slug"]: row["id"] for row in rows(Question)} == kept


def test_a_changed_order_of_choices_is_loaded(db: None, pack: Path) -> None:
    edit(pack, QUIZ, "questions:\n", "questions:\n" + NEW)
    load(pack)
    this, that = NEW.splitlines()[-2:]
    edit(pack, QUIZ, f"{this}\n{that}", f"{that}\n{this}")
    assert "(1 new or changed" in load(pack)
    keys = Choice.objects.filter(question__slug="new").values_list("key", flat=True)
    assert list(keys) == ["that", "this"]


def test_a_changed_order_of_lessons_is_loaded(two_lessons: Path) -> None:
    assert [lesson.slug for lesson in Lesson.objects.all()] == ["configuration", "second"]
    edit(two_lessons, COURSE, "[configuration, second]", "[second, configuration]")
    load(two_lessons)
    assert [lesson.slug for lesson in Lesson.objects.all()] == ["second", "configuration"]
