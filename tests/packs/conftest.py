"""A small pack to be changed, and courses loaded before it."""

import re
import shutil
from pathlib import Path

import pytest

from learn.models import Course, Lesson, Page
from quizzes.models import Question, QuestionSet
from tests.course import PACK
from tests.packs.folder import ABOUT, COURSE, QUIZ, WHY, edit, load


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A copy of the default course with one lesson of it, to be changed."""
    copy = tmp_path / PACK.name
    shutil.copytree(PACK / "configuration", copy / "configuration")
    about = (PACK / COURSE).read_text(encoding="utf-8")
    (copy / COURSE).write_text(re.sub("lessons: .*", "lessons: [configuration]", about))
    return copy


@pytest.fixture
def small_course(db: None, pack: Path) -> None:
    """That copy, loaded."""
    load(pack)


@pytest.fixture
def short_pack(pack: Path) -> Path:
    """Only the files that the mistakes below are made in, to be quick."""
    for file in (pack / "configuration").iterdir():
        if file.name not in (Path(ABOUT).name, Path(QUIZ).name, Path(WHY).name):
            file.unlink()
    return pack


@pytest.fixture
def two_lessons(db: None, pack: Path) -> Path:
    """The same with a second lesson, `second`."""
    shutil.copytree(pack / "configuration", pack / "second")
    edit(pack, COURSE, "lessons: [configuration]", "lessons: [configuration, second]")
    load(pack)
    return pack


@pytest.fixture
def old_course(db: None) -> None:
    """The course in an earlier state: loading anything of the pack would change it."""
    course = Course.objects.create(slug=PACK.name, title="As it was")
    lesson = Lesson.objects.create(course=course, slug="configuration", title="As it was")
    Page.objects.create(lesson=lesson, mode="why", text="As it was")
    practice = QuestionSet.objects.create(lesson=lesson, mode="practice", title="As it was")
    Question.objects.create(question_set=practice, slug="gone", kind="choice", prompt="Was it?")
