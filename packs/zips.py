"""A pack as a zip file. What comes from outside is unpacked with limits, and trusted in nothing."""

import io
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from learn.images.formats import MOST_IMAGE_BYTES
from learn.images.references import FOLDER
from packs.files import MAX_BYTES, PackError, Problem
from packs.pack import Pack
from packs.write import all_files
from packs.zip_names import PackedFile, name_problems, pack_folder, packed_files, path_problems

MOST_FILES = 2_000
MOST_BYTES = 20_000_000
# What programs use that zip. Others may ask for gigabytes before the first byte is unpacked.
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# An entry's flags where it is encrypted, in the usual way or a stronger one.
LOCKED = 0x41
# The same bytes for the same pack.
LONG_AGO = (1980, 1, 1, 0, 0, 0)


def zip_pack(pack: Pack) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(all_files(pack).items()):
            archive.writestr(zipfile.ZipInfo(f"{pack.slug}/{name}", LONG_AGO), data)
    return out.getvalue()


@contextmanager
def unzip_pack(data: bytes, name: str = "") -> Iterator[Path]:
    """The pack's folder, as long as the block runs. Raises PackError, each with what to do.

    `name`: the zip's own, without its ending. It counts where the files in the zip lie in no
    folder.
    """
    with tempfile.TemporaryDirectory(prefix="pack-") as folder:
        yield unpack_zip(data, Path(folder), name)


@dataclass
class OpenZip:
    """The files of a zip by their names. `left`: how many bytes may still be unpacked.

    What each file really holds is counted: what the zip says of it may be a lie.
    """

    archive: zipfile.ZipFile
    files: list[PackedFile]
    left: int = MOST_BYTES

    @cached_property
    def by_name(self) -> dict[str, PackedFile]:
        return {str(file.path): file for file in self.files}

    @property
    def names(self) -> Collection[str]:
        return self.by_name.keys()

    def data_of(self, name: str, most: int, advice: str = "Split it") -> bytes:
        """Raises PackError for more than `most` bytes, with the advice."""
        with self.archive.open(self.by_name[name].entry) as packed:
            data = packed.read(min(self.left, most) + 1)
        if len(data) > most:
            message = f"The file is over {most // 1_000_000} MB. {advice}."
            raise PackError([Problem(name, 1, message)])
        self.left -= len(data)
        if self.left < 0:
            message = f"Unpacked, the files are over {MOST_BYTES // 1_000_000} MB together."
            raise PackError([Problem("zip", 1, message)])
        return data


@contextmanager
def open_zip(data: bytes) -> Iterator[OpenZip]:
    """A zip whose names and entries are harmless. Raises PackError, also for what is found to be
    broken while the block runs."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = packed_files(archive)
            problems = list(archive_problems(files))
            problems += [p for file in files[:MOST_FILES] for p in file_problems(file)]
            if problems:
                raise PackError(problems)
            yield OpenZip(archive, files)
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


def unpack_zip(data: bytes, folder: Path, name: str) -> Path:
    with open_zip(data) as archive:
        inside, slug = pack_folder(archive.files, name)
        extract_files(archive, inside, folder / slug)
    return folder / slug


def archive_problems(files: list[PackedFile]) -> Iterator[Problem]:
    if not files:
        yield Problem("zip", 1, "The zip file is empty. Zip the folder of a pack.")
    if len(files) > MOST_FILES:
        yield Problem("zip", 1, f"It holds {len(files)} files, more than {MOST_FILES}.")
    yield from name_problems(files)


def file_problems(file: PackedFile) -> Iterator[Problem]:
    """A name may lead nowhere but into the folder; nothing may be a link, or locked."""
    yield from path_problems(file.path)
    entry, name = file.entry, str(file.path)[:200]
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFREG):
        yield Problem(name, 1, "This is no plain file. Put the file itself here.")
    if entry.flag_bits & LOCKED:
        yield Problem(name, 1, "This is locked with a password. Zip it without.")
    elif entry.compress_type not in METHODS:
        message = "This is packed in an unusual way. Zip it anew, as any system does by itself."
        yield Problem(name, 1, message)


def extract_files(archive: OpenZip, inside: PurePosixPath, root: Path) -> None:
    """Unpack what lies in the zip's folder `inside` into the folder `root`."""
    for name, file in archive.by_name.items():
        path = file.path.relative_to(inside)
        if path.parts[:1] == (FOLDER,):
            data = archive.data_of(name, MOST_IMAGE_BYTES, "Save the image smaller")
        else:
            data = archive.data_of(name, MAX_BYTES)
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
