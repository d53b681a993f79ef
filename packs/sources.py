"""Reads a pack from a folder or from a zip file: the way in for commands and for the panel."""

import math
from pathlib import Path

from packs.pack import PackDraft
from packs.read import read_draft
from packs.zips import unzip_pack

MOST_SECONDS = 20  # of the processor


def read_source(source: Path | bytes, name: str = "") -> PackDraft:
    """Read a pack as a draft that names every mistake found.

    `source`: a folder, a zip file, or the bytes of a zip file. The draft holds all that was read,
    so the unpacked folder is gone when this returns. `name`: what the zip file of these bytes is
    called, without its ending.

    Raises PackError for a zip file that can't be unpacked, and for bytes that take `MOST_SECONDS`
    to read: they come from the panel, where a thread that reads serves nobody.
    """
    if isinstance(source, Path) and source.is_dir():
        return read_draft(source)
    if isinstance(source, Path):
        data, name, seconds = source.read_bytes(), source.stem, math.inf
    else:
        data, seconds = source, MOST_SECONDS
    with unzip_pack(data, name) as folder:
        return read_draft(folder, seconds)
