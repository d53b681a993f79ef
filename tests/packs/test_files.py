"""What a pack's folder should not hold is told, and nothing is loaded."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.core.management import CommandError

from learn.models import Lesson
from tests.packs.folder import ABOUT, COURSE, WHY, edit, load, refusal
from tests.studio.panel import content

pytestmark = pytest.mark.quick


@dataclass
class Misplaced:
    """A mistake in what the folder holds, made by `change`; `told` is how its message begins."""

    name: str
    change: Callable[[Path], object]
    told: str
    says: str


def in_place_of(file: Path) -> None:
    file.unlink()
    file.mkdir()


def emptied(folder: Path) -> None:
    for file in (folder / "configuration").iterdir():
        if file.name != Path(ABOUT).name:
            file.unlink()


# fmt: off
MISPLACED = [
    Misplaced("file beside the course", lambda pack: (pack / "notes.md").touch(),
              "notes.md:1: ", "no place here. Beside its lessons a pack holds: LICENSE, README.md"),
    Misplaced("file for no mode", lambda pack: (pack / "configuration/wy.md").touch(),
              "configuration/wy.md:1: ", "no place here. A lesson holds: lesson.yaml, why.md"),
    Misplaced("text for a quiz", lambda pack: (pack / "configuration/practice.md").touch(),
              "configuration/practice.md:1: ", "no place here. A lesson holds: lesson.yaml, why"),
    Misplaced("folder in a lesson", lambda pack: (pack / "configuration/images").mkdir(),
              "configuration/images:1: ", "no place here. A lesson holds: lesson.yaml"),
    Misplaced("folder for a text", lambda pack: in_place_of(pack / WHY),
              f"{WHY}:1: ", "The file can't be read (Is a directory). Put a text file here."),
    Misplaced("folder not listed", lambda pack: (pack / "second").mkdir(),
              f"{COURSE}:5: ", "The folder 'second' is not listed. Add it to `lessons`, or"),
    Misplaced("listed folder missing",
              lambda pack: edit(pack, COURSE, "[configuration]", "\n  - configuration\n  - second"),
              f"{COURSE}:7: ", "There is no folder 'second'. Create it, or take it off the list."),
    Misplaced("lesson listed twice",
              lambda pack: edit(pack, COURSE, "[configuration]", "\n- configuration" * 2),
              f"{COURSE}:7: ", "'configuration' is listed twice. Take one out."),
    Misplaced("course.yaml missing", lambda pack: (pack / COURSE).unlink(),
              f"{COURSE}:1: ", "The file is missing. Create it."),
    Misplaced("lesson.yaml missing", lambda pack: (pack / ABOUT).unlink(),
              f"{ABOUT}:1: ", "The file is missing. Create it."),
    Misplaced("lesson with nothing in it", emptied,
              f"{ABOUT}:1: ", "The lesson 'configuration' is empty. Add a text (why.md) or"),
    Misplaced("text that is empty", lambda pack: (pack / WHY).write_text("\n\n"),
              f"{WHY}:1: ", "The text is empty. Write it, or delete the file."),
    Misplaced("file over 1 MB", lambda pack: (pack / WHY).write_text("Long. " * 200_000),
              f"{WHY}:1: ", "The file is over 1 MB. Split it."),
    Misplaced("file not in UTF-8", lambda pack: (pack / WHY).write_bytes(b"One\n\nDrei \xfcben\n"),
              f"{WHY}:3: ", "This is not UTF-8. Save it as UTF-8."),
    Misplaced("empty course.yaml", lambda pack: (pack / COURSE).write_text(""),
              f"{COURSE}:1: ", "There is nothing here. Fill it"),
    Misplaced("nesting without end", lambda pack: (pack / COURSE).write_text("[" * 900_000),
              f"{COURSE}:1: ", "Write it more simply."),
]
# fmt: on


@pytest.mark.parametrize("wrong", MISPLACED, ids=lambda wrong: wrong.name)
def test_what_the_folder_should_not_hold_is_told_and_nothing_is_loaded(
    old_course: None, short_pack: Path, wrong: Misplaced
) -> None:
    before = content()
    wrong.change(short_pack)
    [problem] = refusal(short_pack)
    assert problem.startswith(wrong.told)
    assert wrong.says in problem
    assert content() == before


def test_a_folder_that_is_not_there_is_told(db: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Give the folder that holds"):
        load(tmp_path / "nowhere")


@pytest.mark.parametrize("name", ["Django Sessions", "x" * 51])
def test_a_folder_whose_name_is_no_address_is_told(old_course: None, pack: Path, name: str) -> None:
    [problem] = refusal(pack.rename(pack.with_name(name)))
    assert problem.startswith(f"{COURSE}:1: The folder's name is the course's address")


@pytest.mark.slow
def test_what_tools_and_people_keep_beside_the_lessons_is_passed_over(pack: Path, db: None) -> None:
    for name in (".git", "configuration/.idea"):
        (pack / name).mkdir()
    for name in ("README.md", "LICENSE", ".DS_Store", "configuration/.DS_Store"):
        (pack / name).touch()
    load(pack)
    assert Lesson.objects.count() == 1
