"""What was loaded can be taken out again, and is the same."""

import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from learn.models import Course, Lesson
from packs.read import read_pack
from packs.write import pack_files, to_yaml
from quizzes.models import Question
from quizzes.schema import Choice, Item, ItemSet
from tests.course import PACK

TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"), include_characters="\n"),
    min_size=1,
    max_size=300,
)


def in_folder(root: Path) -> dict[str, str]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes().decode()
        for path in root.rglob("*")
        if path.is_file()
    }


def dump(folder: Path, course: str = PACK.name) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("dumpcourse", course, folder, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


@pytest.mark.slow
def test_the_shipped_course_is_kept_in_the_form_that_a_dump_writes() -> None:
    """`dumpcourse django-sessions fixtures`, in the place of the folder, puts it in form."""
    assert pack_files(read_pack(PACK)) == in_folder(PACK)


def test_a_dump_after_a_load_gives_the_same_files_byte_for_byte(
    course: Course, tmp_path: Path
) -> None:
    out, err = dump(tmp_path)
    assert in_folder(tmp_path / PACK.name) == in_folder(PACK)
    assert out.startswith(f"Django sessions: {len(in_folder(PACK))} files in ")
    assert err == ""
    assert [path.name for path in tmp_path.iterdir()] == [PACK.name]


def test_loading_a_dump_changes_nothing(course: Course, tmp_path: Path) -> None:
    dump(tmp_path)
    version = Course.objects.get().version
    out = StringIO()
    call_command("loadcourse", tmp_path / PACK.name, stdout=out)
    assert "(0 new or changed, 0 retired)" in out.getvalue()
    assert Course.objects.get().version == version


def test_that_capitals_count_is_dumped_and_loaded(course: Course, tmp_path: Path) -> None:
    Question.objects.filter(slug="sweep").update(capitals=True)
    dump(tmp_path)
    assert "    capitals: true\n" in in_folder(tmp_path / PACK.name)["configuration/try.yaml"]
    Question.objects.filter(slug="sweep").update(capitals=False)
    call_command("loadcourse", tmp_path / PACK.name, stdout=StringIO())
    assert Question.objects.get(slug="sweep").capitals


def test_what_was_retired_stays_behind(course: Course, tmp_path: Path) -> None:
    Question.objects.filter(slug="purpose").update(retired=True)
    Lesson.objects.get(slug="expiry").pages.all().delete()
    Question.objects.filter(question_set__lesson__slug="expiry").update(retired=True)
    dump(tmp_path)
    files = in_folder(tmp_path / PACK.name)
    assert "id: purpose\n" not in files["configuration/practice.yaml"]
    assert not any(name.startswith("expiry/") for name in files)
    assert "expiry" not in files["course.yaml"]


def test_a_folder_with_something_in_it_is_left_alone(course: Course, tmp_path: Path) -> None:
    (tmp_path / PACK.name).mkdir()
    (tmp_path / PACK.name / "notes.txt").write_text("mine")
    with pytest.raises(CommandError, match="is there already"):
        dump(tmp_path)
    assert in_folder(tmp_path) == {f"{PACK.name}/notes.txt": "mine"}


def test_a_folder_that_cannot_be_written_is_said(course: Course, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CommandError, match="can't be written"):
        dump(tmp_path / "file" / "below")


def test_an_unknown_course_is_answered_with_those_there_are(course: Course, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Courses here: django-sessions"):
        dump(tmp_path, "pottery")
    assert not list(tmp_path.iterdir())


def test_a_course_that_loadcourse_would_refuse_is_written_with_a_warning(
    course: Course, tmp_path: Path
) -> None:
    Question.objects.filter(slug="purpose").update(slug="Purpose_1")
    _, err = dump(tmp_path)
    assert "configuration/practice.yaml:3: " in err
    assert "loadcourse will refuse this pack" in err
    shutil.rmtree(tmp_path / PACK.name)


@given(prompt=TEXTS, why=TEXTS, hints=st.lists(TEXTS, max_size=3))
def test_no_text_is_changed_by_being_written(prompt: str, why: str, hints: list[str]) -> None:
    choices = {"a": Choice(text=why, right=True), "b": Choice(text=prompt, why=why)}
    item = Item(id="q", level="easy", kind="choice", prompt=prompt, choices=choices, hints=hints)
    text = to_yaml(ItemSet(title=why, questions=[item]))
    (found,) = YAML(typ="safe", pure=True).load(text)["questions"]
    assert found["prompt"] == prompt
    assert found["choices"]["b"]["why"] == why
    assert found.get("hints", []) == hints
