"""Packs that are small on the wire and would take gigabytes or minutes to read."""

import io
import struct
import time
import zipfile
from pathlib import Path

import pytest

from learn.markdown import LONGEST_TEXT, render
from packs.files import PackError, read_yaml
from packs.links import text_links
from packs.read import read_draft
from packs.refused_yaml import MAX_PARTS
from packs.sources import read_source
from packs.texts import page_problems

SECONDS = 20  # of the processor; each took more than a minute, or would have


@pytest.fixture(autouse=True)
def _in_a_moment() -> object:
    begun = time.process_time()
    yield
    assert time.process_time() - begun < SECONDS


def zip_with(name: str, data: bytes, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr(name, data)
    return out.getvalue()


def directory_of(count: int) -> bytes:
    """A zip that is nothing but a list of files."""
    entries = b"".join(
        struct.pack("<4s4B4HL2L5H2L", b"PK\1\2", 20, 0, 20, 0, 0, 0, 0, 33, 0, 0, 0, 8, *[0] * 6)
        + b"p\\%06d" % number
        for number in range(count)
    )
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, len(entries), 30, 0)
    return b"PK\3\4" + bytes(26) + entries + end


def problems_of(data: bytes) -> list[str]:
    with pytest.raises(PackError) as error:
        read_source(data).pack()
    return [problem.message for problem in error.value.problems]


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_an_unusual_way_of_packing_is_refused_before_anything_is_unpacked(method: int) -> None:
    [message] = problems_of(zip_with("p/course.yaml", b"title: x", method))
    assert message.startswith("This is packed in an unusual way.")


def test_a_zip_of_very_many_names_is_told_once_and_some_of_them() -> None:
    messages = problems_of(directory_of(60_000))
    assert "It holds 60000 files, more than 2000." in messages
    assert len(messages) < 2_100


def test_a_zip_in_a_zip_is_a_file_that_has_no_place() -> None:
    inner = zip_with("a", bytes(900_000))
    for _ in range(5):
        inner = zip_with("a.zip", inner)
    assert any("has no place here" in words for words in problems_of(zip_with("p/a.zip", inner)))


@pytest.mark.parametrize("unit", ["- a\n", "a: b\n", "- 1:1\n", "- {a: [b]}\n"])
def test_a_yaml_file_of_very_many_parts_is_refused(tmp_path: Path, unit: str) -> None:
    (tmp_path / "practice.yaml").write_text("questions:\n" + unit * (990_000 // len(unit)))
    with pytest.raises(PackError) as error:
        read_yaml(tmp_path, tmp_path / "practice.yaml")
    assert f"more than {MAX_PARTS:,} parts" in str(error.value)


def test_a_yaml_file_of_very_many_documents_is_refused_at_the_second(tmp_path: Path) -> None:
    (tmp_path / "practice.yaml").write_text("questions:\n" + "--- a\n" * 160_000)
    with pytest.raises(PackError, match=r"practice.yaml:2: .* another document"):
        read_yaml(tmp_path, tmp_path / "practice.yaml")


@pytest.mark.parametrize("unit", ["[", "![", "[a](", "**a", "a*", "|a|b|\n|-|-|\n", "::: note\n"])
def test_a_text_of_any_length_is_shown_and_checked_in_a_moment(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    assert render(text).startswith('<pre class="code"')
    assert any("more than 50,000 characters" in p.message for p in page_problems("why.md", text))


def test_links_are_found_in_a_time_that_grows_with_the_text_alone() -> None:
    table = "|[a](b)|c|\n|-|-|\n" + "|[a](b)|c|\n" * 4_000
    assert len(table) < LONGEST_TEXT
    found = list(text_links(table))
    assert len(found) == 4_001
    assert all(table[place:].startswith("(b)") for place, _ in found)


def test_reading_a_pack_ends_where_it_takes_too_long(tmp_path: Path) -> None:
    for lesson in ("one", "two"):
        (tmp_path / "p" / lesson).mkdir(parents=True)
        (tmp_path / "p" / lesson / "why.md").write_text("Why.")
    (tmp_path / "p" / "course.yaml").write_text("title: P\nlessons: [one, two]\n")
    with pytest.raises(PackError, match="takes more than 0 seconds here"):
        read_draft(tmp_path / "p", seconds=0)
    assert read_draft(tmp_path / "p").lessons
