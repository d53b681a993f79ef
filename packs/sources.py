"""Reads a pack from a folder or from a zip file: the way in for commands and for the panel."""

from pathlib import Path

from packs.pack import PackDraft
from packs.read import read_draft
from packs.zips import unzip_pack


def read_source(source: Path | bytes) -> PackDraft:
    """Read a pack as a draft that names every mistake found.

    `source`: a folder, a zip file, or the bytes of a zip file. The draft holds all that was read,
    so the unpacked folder is gone when this returns.

    Raises PackError for a zip file that can't be unpacked.
    """
    if isinstance(source, Path):
        if source.is_dir():
            return read_draft(source)
        source = source.read_bytes()
    with unzip_pack(source) as folder:
        return read_draft(folder)
