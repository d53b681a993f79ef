"""Zips of one pack as various programs write them: read alike, or refused with what to do."""

import io
import stat
import zipfile
from collections.abc import Mapping

import pytest

from packs.files import PackError
from packs.pack import Pack
from packs.sources import read_source
from tests.packs.zips import zip_of

pytestmark = pytest.mark.quick

FILES = {
    "course.yaml": b"title: Mini\nsummary: A pack zipped elsewhere.\nlessons: [one]\n",
    "one/lesson.yaml": b"title: One\nsummary: One.\nminutes: 5\nmodes: [why]\n",
    "one/why.md": b"## Why\n\nA text.\n",
}
BOM = b"\xef\xbb\xbf"


def named(prefix: str, between: str = "/", **more: bytes) -> dict[str, bytes]:
    return {(prefix + name).replace("/", between): data for name, data in FILES.items()} | more


def mini() -> Pack:
    return read_source(zip_of(named("mini/"))).pack()


def renamed(data: bytes, old: bytes, new: bytes) -> bytes:
    """A zip with another name in it, of the same length, and no word on how it is written."""
    assert len(old) == len(new)
    assert data.count(old) == 2  # before the file, and in the list at the end
    return data.replace(old, new)


def zip64() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in named("mini/").items():
            with archive.open(name, "w", force_zip64=True) as file:
                file.write(data)
    return out.getvalue()


def with_folders_by_attribute(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, attributes in (("mini", 0x10), ("mini/one", stat.S_IFDIR << 16)):
            info = zipfile.ZipInfo(name)
            info.external_attr = attributes
            archive.writestr(info, b"")
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


SYSTEM = {
    "__MACOSX/mini/._course.yaml": b"\0",
    "mini/.DS_Store": b"\0",
    "mini/Thumbs.db": b"\0",
    "mini/one/desktop.ini": b"\0",
    "mini/one/Icon\r": b"",
}
READ = {
    "backslashes": zip_of(named("mini/", "\\")),
    "backslashes, and folders": zip_of({"mini\\": b"", "mini\\one\\": b"", **named("mini/", "\\")}),
    "folders": zip_of({"mini/": b"", "mini/one/": b"", "mini/one/empty/": b"", **named("mini/")}),
    "folders by their attributes": with_folders_by_attribute(named("mini/")),
    "a folder in a folder": zip_of(named("downloads/mini/")),
    "a dot before all": zip_of(named("./mini/")),
    "what systems add": zip_of(named("mini/", **SYSTEM)),
    "a mark of the order of bytes": zip_of({f"mini/{n}": BOM + d for n, d in FILES.items()}),
    "lines that end as on Windows": zip_of(
        {f"mini/{name}": data.replace(b"\n", b"\r\n") for name, data in FILES.items()}
    ),
    "zip64": zip64(),
    "a program before it": b"MZ" + bytes(100) + zip_of(named("mini/")),
}


@pytest.mark.parametrize("data", READ.values(), ids=READ)
def test_the_same_pack_is_read_whatever_zipped_it(data: bytes) -> None:
    assert read_source(data).pack() == mini()


def test_without_a_folder_the_zips_name_is_the_courses_address() -> None:
    assert read_source(zip_of(named("")), "mini").pack() == mini()
    assert read_source(zip_of(named("", "\\")), "mini").pack() == mini()


def test_a_folder_in_the_zip_counts_more_than_the_zips_name() -> None:
    assert read_source(zip_of(named("mini/")), "other").pack() == mini()


@pytest.mark.parametrize("name", ["", "Mini (1)", "x" * 51])
def test_without_a_folder_a_name_that_is_no_address_is_refused(name: str) -> None:
    assert "Rename the zip, or zip the folder itself." in refusal(zip_of(named("")), name)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"mini/one/XXbung.md", "mini/one/Übung.md".encode()),
        (b"mini/one/Xbung.md", "mini/one/Übung.md".encode("cp437")),
        (b"mini/one/UXXbung.md", "mini/one/U\N{COMBINING DIAERESIS}bung.md".encode()),
    ],
    ids=["UTF-8, unsaid", "code page 437", "accents apart"],
)
def test_a_name_is_told_in_its_own_letters_however_it_is_written(old: bytes, new: bytes) -> None:
    data = renamed(zip_of(named("mini/", **{old.decode(): b"A text."})), old, new)
    assert refusal(data).startswith("one/Übung.md:1: This file has no place here.")


LONG = f"mini/{'x' * 256}.md"
REFUSED = [
    ("\\\\server\\share\\evil.md", "This name leads out of the pack."),
    ("\\evil.md", "This name leads out of the pack."),
    ("C:\\mini\\evil.md", "This name leads out of the pack."),
    ("mini\\..\\..\\evil.md", "This name leads out of the pack."),
    ("mini/a:b.md", "a character that not every system takes: 'mini/a:b.md'. Rename it."),
    ("mini/a\tb.md", r"a character that not every system takes: 'mini/a\tb.md'. Rename it."),
    (LONG, "This name is too long. Shorten it."),
    ("mini\\one\\why.md", "Two of its files have the same name."),
    ("mini/One/WHY.md", "Two of its files have the same name."),
    ("mini//one/./why.md", "Two of its files have the same name."),
    ("mini/one/why.md/x.md", "A file and a folder in it have the same name."),
    ("mini/ONE", "A file and a folder in it have the same name."),
    ("notes.md", "notes.md:1: A pack is one folder."),
    ("second/course.yaml", "second/course.yaml:1: A pack is one folder."),
]


@pytest.mark.parametrize(("name", "reason"), REFUSED)
def test_a_name_that_cannot_be_in_the_folder_is_refused_with_what_to_do(
    name: str, reason: str
) -> None:
    assert reason in refusal(zip_of(named("mini/", **{name: b"x"})))


def test_letters_with_their_accents_apart_are_the_same_name() -> None:
    twice = {"mini/é.md": b"x", "mini/e\N{COMBINING ACUTE ACCENT}.md": b"x"}
    assert "Two of its files have the same name." in refusal(zip_of(named("mini/", **twice)))


@pytest.mark.parametrize("flag", [1, 0x40])
def test_a_locked_file_is_refused_and_told_once(flag: int) -> None:
    data = bytearray(zip_of({"mini/course.yaml": b"x"}))
    data[data.index(b"PK\x01\x02") + 8] |= flag
    data[data.index(b"PK\x01\x02") + 10] = 99  # as programs write that lock with AES
    told = refusal(bytes(data))
    assert told == "mini/course.yaml:1: This is locked with a password. Zip it without."


def refusal(data: bytes, name: str = "") -> str:
    with pytest.raises(PackError) as error:
        read_source(data, name).pack()
    return str(error.value)
