"""A behaviour is one module, its templates, one entry: a toy one goes all the way."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError
from django.test import Client

from quizzes.behaviours import BEHAVIOURS
from quizzes.models import Question
from quizzes.records import Answer
from tests.classrooms.classes import answers, classroom, member
from tests.learner import with_choice
from tests.quizzes.toys.course import (
    HTMX,
    PRACTICE,
    page_of,
    quiz_of,
    run,
    texts_in,
    with_toy_templates,
    write_course,
)
from tests.quizzes.toys.drill import Drill
from tests.words import told

QUESTION = """
  - id: {level}-one
    level: {level}
    kind: choice
    prompt: Which is it?
    choices:
      this:
        text: This
        right: true
      that:
        text: That
        why: It is the other.
      those:
        text: Those
        why: There is but one.
"""
LEVELS = ("easy", "medium", "hard")
SET = "title: Drill\nbehaviour: drill\nquestions:" + "".join(
    QUESTION.format(level=level) for level in LEVELS
)


@pytest.fixture
def drill(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """The one entry, and the folder with its template."""
    monkeypatch.setitem(BEHAVIOURS, Drill.name, Drill())
    settings.TEMPLATES = with_toy_templates(settings.TEMPLATES)


@pytest.fixture
def pack(drill: None, tmp_path: Path) -> Path:
    return write_course(tmp_path, SET)


def answer(client: Client, choice: str, question: str = "easy-one", **headers: str) -> Any:
    fields = with_choice({"question": question}, choice)
    return client.post(f"{PRACTICE}answers/", fields, headers=headers)


# --- Its pack --------------------------------------------------------------------------------


def test_without_its_entry_the_pack_is_refused_with_the_line(tmp_path: Path, db: None) -> None:
    pack = write_course(tmp_path, SET)
    known = "practice, test, challenge, recall"
    refusal = rf"practice\.yaml:2: 'drill' is not known here. Known: {known}\."
    with pytest.raises(CommandError, match=refusal):
        run("loadcourse", pack)


def test_its_pack_is_checked_loaded_and_dumped_as_it_was(
    question: Question, pack: Path, tmp_path: Path
) -> None:
    assert "nothing to mend" in run("checkcourse", pack)
    run("dumpcourse", "toys", tmp_path / "out")
    assert "behaviour: drill" in texts_in(tmp_path / "out" / "toys")["first/practice.yaml"]


def test_it_has_no_clock(drill: None, tmp_path: Path) -> None:
    pack = write_course(tmp_path, SET.replace("drill\n", "drill\nseconds: 90\n"))
    with pytest.raises(CommandError, match="Only a challenge has a clock"):
        run("loadcourse", pack)


# --- The lesson ------------------------------------------------------------------------------


def test_it_takes_answers_without_javascript_and_gives_no_hint(learner: Client) -> None:
    assert "Try it" in quiz_of(learner, "easy-one")
    answer(learner, "that")
    assert "8 of 9 tries left" in quiz_of(learner, "easy-one")
    refused = learner.post(f"{PRACTICE}hints/", {"question": "easy-one"})
    assert "A drill has no hints and no solution." in refused.content.decode()
    answer(learner, "this")
    assert "Right on the second try. Score 1 of 1." in quiz_of(learner, "easy-one")
    assert Answer.objects.filter(score=1, right=True).count() == 1


def test_it_is_answered_with_htmx(learner: Client) -> None:
    page = answer(learner, "this", **HTMX)
    assert page.status_code == 200
    assert "Right on the first try." in page.content.decode()


def test_its_end_is_its_own_template(learner: Client) -> None:
    for level in LEVELS:
        answer(learner, "this", f"{level}-one")
    assert "Drilled: 3.0 of 3" in quiz_of(learner, "summary")


def test_a_new_attempt_is_begun(learner: Client) -> None:
    answer(learner, "this")
    learner.post(f"{PRACTICE}sittings/")
    assert "9 of 9 tries left" in quiz_of(learner, "easy-one")


def test_it_is_in_the_progress_and_in_the_file(learner: Client) -> None:
    answer(learner, "this")
    assert "1 of 3 answered, 1 right" in told(learner.get("/progress/"))
    file = json.loads(learner.get("/progress/stateful-progress.json").content)
    assert [row["response"] for row in file["rows"]["answers"]] == ["this"]


# --- The panel -------------------------------------------------------------------------------


def test_it_can_be_chosen_in_the_form(panel: Client, question: Question) -> None:
    page = panel.get(page_of(question.question_set, "change")).content.decode()
    assert '<option value="drill" selected>Drill: nine tries, nothing else</option>' in page


def test_its_preview_says_which_states_it_does_not_have(panel: Client, question: Question) -> None:
    def preview(look: str) -> str:
        return told(panel.get(f"{page_of(question, 'preview')}?look={look}"))

    assert "Not yet." in preview("wrong")
    assert "A drill has no hints" in preview("hint")
    assert "Right on the first try." in preview("solved")


def test_the_analysis_counts_its_answers(panel: Client, question: Question) -> None:
    answers(member(classroom(), "Mia"), question, "that")
    assert "That that 1" in told(panel.get(page_of(question, "analysis")))
    assert panel.get(page_of(question.question_set, "analysis")).status_code == 200


def test_a_board_follows_a_class_through_it(panel: Client, question: Question) -> None:
    room = classroom(owner=User.objects.get())
    answers(member(room, "Mia"), question, "that")
    page = told(panel.get(page_of(room, "board")))
    assert "Which is it?" in page
    assert "1 of 1 answered" in page


def test_its_questions_are_exported(panel: Client, question: Question) -> None:
    for name in ("gift", "moodle"):
        address = f"{page_of(question.question_set, 'export')}?format={name}"
        assert b"Which is it?" in panel.get(address).content
