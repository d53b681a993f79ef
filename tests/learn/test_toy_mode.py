"""A mode is one class, one template, one entry: a toy one goes all the way."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError
from django.test import Client

from learn.extensions import EXTENSIONS, register
from learn.models import Lesson
from learn.modes import MODES
from tests.learn.toys.sketch import SketchExtension
from tests.learner import with_choice
from tests.quizzes.toys.course import run, texts_in, write_course
from tests.words import told

TEMPLATES = Path(__file__).parent / "toys" / "templates"
LESSON, SKETCH = "/learn/toys/first/", "/learn/toys/first/sketch/"
TEXT = "## A shape\n\nLook at it.\n"
QUESTION = """
  - id: {level}-one
    level: {level}
    kind: choice
    prompt: Which is {level}?
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
SET = "title: Shapes\nbehaviour: practice\nquestions:" + "".join(
    QUESTION.format(level=level) for level in ("easy", "medium", "hard")
)


@pytest.fixture
def sketch(settings: Any) -> Iterator[None]:
    """The one entry, and the folder with its template."""
    settings.TEMPLATES = [
        {**engine, "DIRS": [*engine["DIRS"], TEMPLATES]} for engine in settings.TEMPLATES
    ]
    extensions, modes = [*EXTENSIONS], {**MODES}
    register(SketchExtension())
    yield
    EXTENSIONS[:] = extensions
    MODES.clear()
    MODES.update(modes)


def write_pack(folder: Path) -> Path:
    """A lesson with a text and a question set of the toy mode, beside its practice."""
    pack = write_course(folder, SET)
    lesson = pack / "first"
    (lesson / "lesson.yaml").write_text("title: First\nmodes: [why, practice, sketch]\n")
    (lesson / "sketch.md").write_text(TEXT)
    (lesson / "sketch.yaml").write_text(SET)
    return pack


@pytest.fixture
def pack(sketch: None, tmp_path: Path) -> Path:
    return write_pack(tmp_path)


@pytest.fixture
def learner(pack: Path, db: None) -> Client:
    run("loadcourse", pack)
    return Client()


@pytest.fixture
def panel(learner: Client) -> Client:
    client = Client()
    client.force_login(User.objects.create(username="ina", is_staff=True, is_superuser=True))
    return client


def page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def answer(client: Client) -> None:
    client.post(f"{SKETCH}answers/", with_choice({"question": "easy-one"}, "this"))


# --- Its pack --------------------------------------------------------------------------------


def test_without_its_entry_the_pack_is_refused(tmp_path: Path, db: None) -> None:
    with pytest.raises(CommandError, match=r"'sketch' is no mode\. There are: why, concept"):
        run("loadcourse", write_pack(tmp_path))


def test_its_pack_is_checked_loaded_and_dumped_as_it_was(
    learner: Client, pack: Path, tmp_path: Path
) -> None:
    assert "nothing to mend" in run("checkcourse", pack)
    run("dumpcourse", "toys", tmp_path / "out")
    dumped = texts_in(tmp_path / "out" / "toys")
    assert dumped["first/sketch.md"] == TEXT
    assert "id: easy-one" in dumped["first/sketch.yaml"]
    assert "sketch" in dumped["first/lesson.yaml"]


# --- The lesson ------------------------------------------------------------------------------


def test_its_page_shows_its_text_its_exhibit_and_its_questions(learner: Client) -> None:
    html = page(learner, f"{SKETCH}?shapes=square,line")
    assert "<title>Sketch: First · Stateful</title>" in html
    assert '<h2 id="text-a-shape">A shape</h2>' in html
    assert "<li>A square</li><li>A line</li>" in html
    assert "Shapes: question 1 of 3" in html


def test_htmx_gets_its_exhibit_alone(learner: Client) -> None:
    headers = {"HX-Request": "true", "HX-Target": "sketch"}
    html = learner.get(f"{SKETCH}?shapes=line", headers=headers).content.decode()
    assert html.strip().startswith('<ul id="sketch">')
    assert "<li>A line</li>" in html
    assert "<main" not in html


def test_it_comes_last_in_its_group_and_is_done_once_it_was_read(learner: Client) -> None:
    html = page(learner, f"{LESSON}why/")
    assert html.index(f'href="{LESSON}practice/"') > html.index(f'href="{SKETCH}"') > 0
    assert learner.post(f"{LESSON}why/readings/")["Location"] == SKETCH
    learner.post(f"{SKETCH}readings/")
    assert f'<a href="{SKETCH}" class="done">' in page(learner, f"{LESSON}why/")


def test_a_learner_may_begin_lessons_with_it(learner: Client) -> None:
    assert 'value="sketch"' in page(learner, "/learn/toys/")
    learner.post("/progress/styles/toys/", {"mode": "sketch"})
    assert learner.get(LESSON)["Location"] == SKETCH


def test_its_answers_are_on_the_progress_page_and_in_the_file(learner: Client) -> None:
    answer(learner)
    assert "Sketch quiz 1 of 3 answered, 1 right" in told(learner.get("/progress/"))
    file = json.loads(page(learner, "/progress/stateful-progress.json"))
    assert [row["mode"] for row in file["rows"]["answers"]] == ["sketch"]
    assert "sketch" in file["seen"]["toys/first"]


# --- The panel -------------------------------------------------------------------------------


def test_it_can_be_chosen_for_a_text_and_for_a_set(panel: Client) -> None:
    option = '<option value="sketch">Sketch</option>'
    lesson = Lesson.objects.get()
    assert option.replace(">S", " selected>S") in page(
        panel, f"/admin/learn/lesson/{lesson.pk}/change/"
    )
    assert option in page(panel, "/admin/quizzes/questionset/add/")


def test_its_text_is_previewed(panel: Client) -> None:
    lesson = Lesson.objects.get()
    html = page(panel, f"/admin/learn/lesson/{lesson.pk}/preview/?look=sketch")
    assert "Look at it." in html


def test_its_questions_are_exported(panel: Client) -> None:
    pk = Lesson.objects.get().sets.get(mode="sketch").pk
    assert "Which is easy?" in page(panel, f"/admin/quizzes/questionset/{pk}/export/?format=gift")
