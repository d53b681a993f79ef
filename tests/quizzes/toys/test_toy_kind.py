"""A kind of question is one module, one template, one entry: a toy one goes all the way."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError
from django.test import Client

from classrooms.models import Classroom
from quizzes.kinds import KINDS
from quizzes.models import Question
from quizzes.records import Answer
from tests.classrooms.classes import answers, classroom, member
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
from tests.quizzes.toys.scale import ScaleKind
from tests.words import told

QUESTION = """
  - id: {level}-one
    level: {level}
    kind: scale
    prompt: How warm is it?
    choices:
      cold:
        text: Cold
      mild:
        text: Mild
        right: true
      warm:
        text: Warm
      hot:
        text: Hot
    hints:
      - Take the jacket.
    steps:
      - title: Look
        text: At the sky.
"""
LEVELS = ("easy", "medium", "hard")
SET = "title: Practice\nquestions:" + "".join(QUESTION.format(level=level) for level in LEVELS)


@pytest.fixture
def scale(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """The one entry, and the folder with the one template."""
    monkeypatch.setitem(KINDS, ScaleKind.name, ScaleKind())
    settings.TEMPLATES = with_toy_templates(settings.TEMPLATES)


@pytest.fixture
def pack(scale: None, tmp_path: Path) -> Path:
    return write_course(tmp_path, SET)


def answer(client: Client, point: str, **headers: str) -> Any:
    fields = {"question": "easy-one", "point": point}
    return client.post(f"{PRACTICE}answers/", fields, headers=headers)


# --- Its pack --------------------------------------------------------------------------------


def test_without_its_entry_the_pack_is_refused(tmp_path: Path) -> None:
    pack = write_course(tmp_path, SET)
    with pytest.raises(CommandError, match=r"'scale' is not known here\. Known: choice, choices,"):
        run("loadcourse", pack)


def test_its_pack_is_checked_loaded_and_dumped_as_it_was(
    question: Question, pack: Path, tmp_path: Path
) -> None:
    assert "nothing to mend" in run("checkcourse", pack)
    run("dumpcourse", "toys", tmp_path / "out")
    dumped = texts_in(tmp_path / "out" / "toys")
    assert dumped["first/practice.yaml"].count("kind: scale") == 3
    run("loadcourse", tmp_path / "out" / "toys")
    assert question.item() == Question.objects.get(pk=question.pk).item()


def test_its_mistakes_are_told_with_their_line(scale: None, tmp_path: Path) -> None:
    pack = write_course(tmp_path, SET.replace("        right: true\n", "", 1))
    with pytest.raises(CommandError, match=r"practice\.yaml:\d+: One point of the scale is right"):
        run("loadcourse", pack)


# --- The lesson ------------------------------------------------------------------------------


def test_it_is_shown_and_answered_without_javascript(learner: Client) -> None:
    assert '<option value="mild">Mild</option>' in quiz_of(learner, "easy-one")
    assert answer(learner, "hot").status_code == 302
    assert "Not yet." in quiz_of(learner, "easy-one")
    answer(learner, "mild")
    assert "Right on the second try." in quiz_of(learner, "easy-one")
    assert list(Answer.objects.order_by("pk").values_list("response", "right")) == [
        ("hot", False),
        ("mild", True),
    ]


def test_it_is_answered_with_htmx(learner: Client) -> None:
    page = answer(learner, "mild", **HTMX)
    assert page.status_code == 200
    assert "Right on the first try." in page.content.decode()


@pytest.mark.parametrize(("headers", "status"), [({}, 200), (HTMX, 422)])
def test_what_is_no_answer_is_refused_beside_the_field(
    learner: Client, headers: dict[str, str], status: int
) -> None:
    page = answer(learner, "boiling", **headers)
    assert page.status_code == status
    assert "That is no point of the scale. No try was taken." in page.content.decode()
    assert not Answer.objects.exists()


def test_what_is_right_in_part_counts_in_part(learner: Client) -> None:
    for point in ("warm", "cold"):
        answer(learner, point)
    assert "Score 0.25 of 1." in quiz_of(learner, "easy-one")


def test_it_is_in_the_progress_file(learner: Client) -> None:
    answer(learner, "mild")
    file = json.loads(learner.get("/progress/stateful-progress.json").content)
    assert [row["response"] for row in file["rows"]["answers"]] == ["mild"]


# --- The panel -------------------------------------------------------------------------------


def test_it_can_be_chosen_in_the_form(panel: Client, question: Question) -> None:
    page = panel.get(page_of(question, "change")).content.decode()
    assert '<option value="scale" selected>scale: a point on a scale</option>' in page


def test_its_preview_has_every_state(panel: Client, question: Question) -> None:
    seen = {
        look: told(panel.get(f"{page_of(question, 'preview')}?look={look}"))
        for look in ("fresh", "wrong", "hint", "solved")
    }
    assert "A point on the scale" in seen["fresh"]
    assert "Not yet." in seen["wrong"]
    assert "Take the jacket." in seen["hint"]
    assert "At the sky." in seen["solved"]


def test_its_stylesheet_comes_with_the_lesson_and_the_preview(
    panel: Client, question: Question, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ScaleKind, "stylesheet", "lab/proof.css")
    for address in (PRACTICE, f"{page_of(question, 'preview')}?look=fresh"):
        assert "/static/lab/proof." in panel.get(address).content.decode()


def test_the_analysis_counts_what_each_choice_drew(panel: Client, question: Question) -> None:
    room = classroom()
    for name, point in (("Mia", "mild"), ("Max", "hot"), ("Moe", "hot")):
        answers(member(room, name), question, point)
    page = told(panel.get(page_of(question, "analysis")))
    assert "Hot hot 2" in page
    assert "Right: Mild mild 1" in page
    assert panel.get(page_of(question.question_set, "analysis")).status_code == 200


def test_the_board_shows_bars_and_then_the_answer(panel: Client, question: Question) -> None:
    room: Classroom = classroom(owner=User.objects.get())
    answers(member(room, "Mia"), question, "hot")
    room.put_up(question.pk)
    address = page_of(room, "board")
    hidden = told(panel.get(address))
    assert "Hot" in hidden
    assert "1 of 1 answered" in hidden
    assert "Right:" not in hidden
    panel.post(f"{address}answer/", {"question": question.pk})
    assert "✓ Right: Mild 0 0 %" in told(panel.get(address))


@pytest.mark.parametrize("system", ["GIFT", "Moodle"])
def test_an_export_says_that_it_cannot_be_carried(
    panel: Client, question: Question, system: str
) -> None:
    page = told(panel.get(page_of(question.question_set, "export")))
    assert f"easy-one: {system} has no question of kind scale. Left out." in page
    for name in ("gift", "xml"):
        address = f"{page_of(question.question_set, 'export')}?format={name}"
        assert b"How warm" not in panel.get(address).content


def test_the_zip_of_its_course_carries_it(panel: Client, question: Question) -> None:
    reply = panel.get(page_of(question.question_set.lesson.course, "export"))
    with ZipFile(BytesIO(reply.content)) as file:
        assert file.read("toys/first/practice.yaml").decode().count("kind: scale") == 3
