"""A pack as a zip file. What comes from outside is unpacked with limits, and trusted in nothing."""

import io
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from packs.files import MAX_BYTES, PackError, Problem
from packs.pack import Pack
from packs.write import pack_files

MOST_FILES = 2_000
MOST_BYTES = 20_000_000
# What programs use that zip. Others may ask for gigabytes before the first byte is unpacked.
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# The same bytes for the same pack.
LONG_AGO = (1980, 1, 1, 0, 0, 0)


def zip_pack(pack: Pack) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in sorted(pack_files(pack).items()):
            archive.writestr(zipfile.ZipInfo(f"{pack.slug}/{name}", LONG_AGO), text.encode())
    return out.getvalue()


@contextmanager
def unzip_pack(data: bytes) -> Iterator[Path]:
    """The pack's folder, as long as the block runs. Raises PackError, each with what to do."""
    with tempfile.TemporaryDirectory(prefix="pack-") as folder:
        yield unpack_zip(data, Path(folder))


def unpack_zip(data: bytes, folder: Path) -> Path:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = [
                entry
                for entry in archive.infolist()
                if not entry.is_dir() and not is_hidden_entry(entry)
            ]
            problems = list(archive_problems(files))
            problems += [p for entry in files[:MOST_FILES] for p in entry_problems(entry)]
            if problems:
                raise PackError(problems)
            extract_entries(archive, files, folder)
    except (
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,
        EOFError,
        ValueError,
        OSError,
    ) as error:
        message = f"This is no zip file that can be read ({error}). Zip the folder anew."
        raise PackError([Problem("zip", 1, message)]) from error
    [top] = folder.iterdir()
    return top


def is_hidden_entry(entry: zipfile.ZipInfo) -> bool:
    """Whether nobody put it there: hidden files, and those that macOS adds to each zip."""
    parts = PurePosixPath(entry.filename).parts
    hidden = (part for part in parts if part.startswith(".") and part != "..")
    return any(hidden) or parts[:1] == ("__MACOSX",)


def archive_problems(files: list[zipfile.ZipInfo]) -> Iterator[Problem]:
    if not files:
        yield Problem("zip", 1, "The zip file is empty. Zip the folder of a pack.")
    if len(files) > MOST_FILES:
        yield Problem("zip", 1, f"It holds {len(files)} files, more than {MOST_FILES}.")
    if len({PurePosixPath(entry.filename).parts[:1] for entry in files}) > 1 or any(
        "/" not in entry.filename for entry in files
    ):
        message = "A pack is one folder. Zip the folder itself, and nothing beside it."
        yield Problem("zip", 1, message)
    names = [entry.filename.casefold() for entry in files]
    if len(set(names)) < len(names):
        yield Problem("zip", 1, "Two of its files have the same name. Keep one of them.")


def entry_problems(entry: zipfile.ZipInfo) -> Iterator[Problem]:
    """A name may lead nowhere but into the folder; nothing may be a link, or locked."""
    path = PurePosixPath(entry.filename)
    outside = path.is_absolute() or ".." in path.parts
    if outside or any(char in "\\:" or ord(char) < 32 for char in entry.filename):
        yield Problem(entry.filename[:200], 1, "This name leads out of the pack. Zip it anew.")
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFREG):
        yield Problem(entry.filename[:200], 1, "This is no plain file. Put the file itself here.")
    if entry.compress_type not in METHODS:
        message = "This is packed in an unusual way. Zip it anew, as any system does by itself."
        yield Problem(entry.filename[:200], 1, message)
    if entry.flag_bits & 1:
        yield Problem(entry.filename[:200], 1, "This is locked with a password. Zip it without.")


def extract_entries(archive: zipfile.ZipFile, files: list[zipfile.ZipInfo], folder: Path) -> None:
    """What each file really holds is counted: what the zip says of it may be a lie."""
    left = MOST_BYTES
    for entry in files:
        with archive.open(entry) as packed:
            data = packed.read(min(left, MAX_BYTES) + 1)
        if len(data) > MAX_BYTES:
            raise PackError([Problem(entry.filename, 1, "The file is over 1 MB. Split it.")])
        left -= len(data)
        if left < 0:
            message = f"Unpacked, the files are over {MOST_BYTES // 1_000_000} MB together."
            raise PackError([Problem("zip", 1, message)])
        target = folder / entry.filename
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
