"""A pack as a zip file. What comes from outside is unpacked with limits, and trusted in nothing."""

import io
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
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


def unpack_zip(data: bytes, folder: Path, name: str) -> Path:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = packed_files(archive)
            problems = list(archive_problems(files))
            problems += [p for file in files[:MOST_FILES] for p in file_problems(file)]
            if problems:
                raise PackError(problems)
            inside, slug = pack_folder(files, name)
            root = folder / slug
            extract_files(archive, files, inside, root)
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
    return root


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


def extract_files(
    archive: zipfile.ZipFile, files: list[PackedFile], inside: PurePosixPath, root: Path
) -> None:
    """Unpack what lies in the zip's folder `inside` into the folder `root`.

    What each file really holds is counted: what the zip says of it may be a lie.
    """
    left = MOST_BYTES
    for file in files:
        is_image = file.path.relative_to(inside).parts[:1] == (FOLDER,)
        most = MOST_IMAGE_BYTES if is_image else MAX_BYTES
        with archive.open(file.entry) as packed:
            data = packed.read(min(left, most) + 1)
        if len(data) > most:
            advice = "Save the image smaller" if is_image else "Split it"
            message = f"The file is over {most // 1_000_000} MB. {advice}."
            raise PackError([Problem(str(file.path), 1, message)])
        left -= len(data)
        if left < 0:
            message = f"Unpacked, the files are over {MOST_BYTES // 1_000_000} MB together."
            raise PackError([Problem("zip", 1, message)])
        target = root / file.path.relative_to(inside)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
