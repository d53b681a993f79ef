"""The names in a zip as paths, whatever program wrote them, and which of them are the pack's."""

import stat
import unicodedata
import zipfile
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath

from django.utils.text import slugify

from packs.files import PackError, Problem
from packs.pack import COURSE, is_left_out

UTF8_FLAG, DOS_FOLDER = 0x800, 0x10
LONGEST_NAME = 255  # bytes, of a file or folder: most file systems take no more
ONE_FOLDER = "A pack is one folder. Zip the folder itself, and nothing beside it."
NAME_THE_ZIP = (
    f"Its {COURSE} lies in no folder, so the zip's name would be the course's address: at most "
    "50 of a-z, 0-9, hyphens. Rename the zip, or zip the folder itself."
)


@dataclass(frozen=True)
class PackedFile:
    """A file in a zip, and where it belongs."""

    entry: zipfile.ZipInfo
    path: PurePosixPath

    @property
    def key(self) -> str:
        """The same for two files that some system takes for one."""
        return str(self.path).casefold()


def packed_files(archive: zipfile.ZipFile) -> list[PackedFile]:
    """The files of a zip, without folders and without what a system or a tool keeps there."""
    entries = [(entry, written_name(entry)) for entry in archive.infolist()]
    files = [
        PackedFile(entry, PurePosixPath(name))
        for entry, name in entries
        if not is_folder(entry, name)
    ]
    return [file for file in files if not any(map(is_left_out, file.path.parts))]


def written_name(entry: zipfile.ZipInfo) -> str:
    """The name with `/` between its parts, in composed letters.

    Windows PowerShell 5 writes `\\` between them. macOS writes UTF-8 and does not say so, which
    reads as code page 437, and takes letters and their accents apart.
    """
    name = entry.filename
    if not entry.flag_bits & UTF8_FLAG:
        # It may truly be in code page 437, or come from the field that holds Unicode.
        with suppress(UnicodeError):
            name = name.encode("cp437").decode()
    return unicodedata.normalize("NFC", name.replace("\\", "/"))


def is_folder(entry: zipfile.ZipInfo, name: str) -> bool:
    """Whether it stands for a folder: by its name, or where it is empty by its attributes."""
    attributes = entry.external_attr
    by_attribute = attributes & DOS_FOLDER or stat.S_ISDIR(attributes >> 16)
    return name.endswith("/") or (not entry.file_size and bool(by_attribute))


def name_problems(files: Collection[PackedFile]) -> Iterator[Problem]:
    """Two of them may not be one, whatever system they are unpacked on."""
    keys = {file.key for file in files}
    if len(keys) < len(files):
        yield Problem("zip", 1, "Two of its files have the same name. Keep one of them.")
    folders = {str(folder).casefold() for file in files for folder in file.path.parents}
    if keys & folders:
        message = "A file and a folder in it have the same name. Keep one of them."
        yield Problem("zip", 1, message)


def path_problems(path: PurePosixPath) -> Iterator[Problem]:
    """A name may lead nowhere but into the folder."""
    name = str(path)
    if path.is_absolute() or PureWindowsPath(name).drive or ".." in path.parts:
        yield Problem(name[:200], 1, "This name leads out of the pack. Zip it anew.")
    elif ":" in name or any(ord(char) < 32 for char in name):
        message = f"This name holds a character that not every system takes: {name!a}. Rename it."
        yield Problem(name[:200], 1, message[:400])
    elif any(len(part.encode(errors="replace")) > LONGEST_NAME for part in path.parts):
        yield Problem(name[:200], 1, "This name is too long. Shorten it.")


def pack_folder(files: list[PackedFile], zip_name: str) -> tuple[PurePosixPath, str]:
    """The folder in the zip that is the pack, and the course's slug.

    It is the one with `course.yaml`, else the one that holds all files. Its name is the slug; where
    the files lie in no folder, `zip_name` is. Raises PackError where something lies beside it, or
    the zip's name is no slug.
    """
    about = [file.path for file in files if file.path.name == COURSE]
    highest = min(about, key=lambda path: len(path.parts), default=None)
    folder = highest.parent if highest else PurePosixPath(*files[0].path.parts[:1])
    strays = [file.path for file in files if folder not in file.path.parents]
    if strays:
        raise PackError([Problem(str(strays[0])[:200], 1, ONE_FOLDER)])
    if folder.name:
        return folder, folder.name
    if not zip_name or zip_name != slugify(zip_name) or len(zip_name) > 50:
        raise PackError([Problem("zip", 1, NAME_THE_ZIP)])
    return folder, zip_name
