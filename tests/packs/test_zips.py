"""Packs as zip files, in and out, by the panel and by hand; what does harm is refused."""

import contextlib
import io
import re
import stat
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from learn.models import Course
from packs.files import PackError
from packs.zips import MOST_BYTES, MOST_FILES, unzip_pack
from tests.course import PACK
from tests.exchange.uploads import upload
from tests.packs.zips import ZIP, pack_files, zip_of
from tests.studio.panel import content
from tests.words import told


@pytest.mark.slow
def test_a_course_goes_out_as_a_zip_and_comes_back_as_it_was(
    instructor: Client, course: None
) -> None:
    address = f"/admin/learn/course/{Course.objects.get().pk}/export/"
    first, second = (instructor.get(address).content for _ in range(2))
    assert first == second
    before = content()
    assert "Nothing: the course is what the pack says." in told(upload(instructor, ZIP, first))
    assert upload(instructor, ZIP, first, _import="1").status_code == 302
    assert content() == before


@pytest.mark.slow
def test_looking_at_a_zip_tells_the_differences_and_loading_makes_them(
    instructor: Client, course: None
) -> None:
    files = pack_files()
    name = f"{PACK.name}/configuration/why.md"
    files[name] += b"\nOne line more.\n"
    before = content()
    page = upload(instructor, ZIP, zip_of(files))
    assert "configuration/why.md: changed" in told(page)
    assert "+One line more." in page.content.decode()
    assert content() == before
    assert upload(instructor, ZIP, zip_of(files), _import="1").status_code == 302
    assert (
        Course.objects.get()
        .lessons.get(slug="configuration")
        .pages.get(mode="why")
        .text.endswith("One line more.\n")
    )


@pytest.mark.slow
def test_a_zip_from_a_mac_is_read_without_what_the_mac_adds(
    instructor: Client, course: None
) -> None:
    added = {
        "django-sessions/.DS_Store": b"\0",
        "django-sessions/.git/config": b"x",
        "__MACOSX/._django-sessions": b"\0",
        "__MACOSX/django-sessions/._course.yaml": b"\0",
    }
    page = told(upload(instructor, ZIP, zip_of({**pack_files(), **added})))
    assert "Nothing: the course is what the pack says." in page


def test_a_zip_without_a_folder_is_loaded_under_its_own_name(instructor: Client, db: None) -> None:
    files = {
        "course.yaml": b"title: Mini\nsummary: Small.\nlessons: [one]\n",
        "one\\lesson.yaml": b"title: One\nsummary: One.\nminutes: 5\nmodes: [why]\n",
        "one\\why.md": b"A text.\n",
    }
    assert "Rename the zip" in told(upload(instructor, ZIP, zip_of(files), "My zip.zip"))
    assert upload(instructor, ZIP, zip_of(files), "mini.zip", _import="1").status_code == 302
    assert Course.objects.get(slug="mini").lessons.get().slug == "one"


def test_a_pack_with_a_mistake_says_where_and_changes_nothing(
    instructor: Client, course: None
) -> None:
    files = pack_files()
    files[f"{PACK.name}/configuration/practice.yaml"] += b"\n  - id: broken\n"
    before = content()
    page = told(upload(instructor, ZIP, zip_of(files), _import="1"))
    assert "The pack has mistakes, so nothing was changed." in page
    assert re.search(r"configuration/practice.yaml:\d+: ", page)
    assert content() == before


def test_the_page_tells_the_script_for_folders_the_limits_of_the_reader(
    instructor: Client, course: None
) -> None:
    page = instructor.get(ZIP).content.decode()
    limits = f'data-most-files="{MOST_FILES}" data-most-bytes="{MOST_BYTES}" hidden>'
    assert f"<div data-folder {limits}" in page


BOMB = {"p/course.yaml": b"\0" * 3_000_000}
HEAP = {f"p/{number}.md": b" " * 990_000 for number in range(25)}
LINK = {"external_attr": (stat.S_IFLNK | 0o777) << 16}


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"no zip", "This is no zip file that can be read"),
        (b"", "The submitted file is empty."),
        (zip_of({}), "The zip file is empty."),
        (zip_of({"p/../../evil.md": b"x"}), "This name leads out of the pack."),
        (zip_of({"/etc/evil.md": b"x"}), "This name leads out of the pack."),
        (zip_of({"p\\..\\evil.md": b"x"}), "This name leads out of the pack."),
        (zip_of({"C:/evil.md": b"x"}), "This name leads out of the pack."),
        (zip_of({"p/link.md": b"/etc/passwd"}, **LINK), "This is no plain file."),
        (zip_of({"p/a.md": b"x", "P/a.md": b"x"}), "the same name"),
        (zip_of({"p/a.md": b"x", "q/b.md": b"x"}), "A pack is one folder."),
        (zip_of({"a.md": b"x"}), "A pack is one folder."),
        (zip_of({f"p/{n}.md": b"" for n in range(2_001)}), "more than 2000"),
        (zip_of(BOMB), "The file is over 1 MB."),
        (zip_of(HEAP), "over 20 MB together"),
    ],
)
def test_a_zip_that_does_harm_is_refused(
    instructor: Client, course: None, data: bytes, reason: str
) -> None:
    before = content()
    assert reason in told(upload(instructor, ZIP, data, _import="1"))
    assert content() == before


def test_a_locked_zip_is_refused(instructor: Client, course: None) -> None:
    data = bytearray(zip_of({"p/a.md": b"x"}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + place] |= 1
    assert "locked with a password" in told(upload(instructor, ZIP, bytes(data), _import="1"))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 400), st.binary(min_size=1, max_size=6))
def test_no_damage_to_a_zip_breaks_the_reader(place: int, other: bytes) -> None:
    data = bytearray(zip_of({"p/a.md": b"x" * 100, "p/b.md": b"y" * 50}))
    data[place : place + len(other)] = other
    with contextlib.suppress(PackError), unzip_pack(bytes(data)) as folder:
        assert folder.is_dir()


# --- By hand ---------------------------------------------------------------------------------


def loaded(pack: Path, **options: Any) -> str:
    out = io.StringIO()
    call_command("loadcourse", pack, stdout=out, **options)
    return out.getvalue()


def changed_pack(tmp_path: Path) -> Path:
    files = pack_files()
    files[f"{PACK.name}/configuration/why.md"] += b"\nOne line more.\n"
    pack = tmp_path / "pack.zip"
    pack.write_bytes(zip_of(files))
    return pack


def test_a_dry_run_tells_what_would_change_and_changes_nothing(
    course: None, tmp_path: Path
) -> None:
    before = content()
    said = loaded(changed_pack(tmp_path), dry_run=True)
    assert "configuration/why.md: changed" in said
    assert "+One line more." in said
    assert said.endswith("Files that would change: 1. Nothing was loaded or changed.\n")
    assert content() == before


def test_the_zip_of_a_pack_is_loaded_as_its_folder_is(course: None, tmp_path: Path) -> None:
    assert "(0 new or changed, 0 retired)" in loaded(changed_pack(tmp_path))
    lesson = Course.objects.get().lessons.get(slug="configuration")
    assert lesson.pages.get(mode="why").text.endswith("One line more.\n")
    assert "Files that would change: 0." in loaded(tmp_path / "pack.zip", dry_run=True)


def test_a_zip_that_does_harm_is_refused_by_hand_too(course: None, tmp_path: Path) -> None:
    pack = tmp_path / "evil.zip"
    pack.write_bytes(zip_of({"p/../../evil.md": b"x"}))
    with pytest.raises(CommandError, match="leads out of the pack"):
        loaded(pack)
    with pytest.raises(CommandError, match="is not a folder"):
        loaded(tmp_path / "nowhere")
