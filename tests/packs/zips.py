"""For tests of zips: a pack's files as a zip."""

import io
import zipfile
from pathlib import Path
from typing import Any

from packs.zips import LONG_AGO
from tests.course import PACK


def pack_files(folder: Path = PACK) -> dict[str, bytes]:
    return {
        f"{folder.name}/{path.relative_to(folder).as_posix()}": path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def zip_of(files: dict[str, bytes], **about: Any) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            info = zipfile.ZipInfo(name, LONG_AGO)
            info.compress_type = zipfile.ZIP_DEFLATED
            for field, value in about.items():
                setattr(info, field, value)
            archive.writestr(info, data)
    return out.getvalue()


ZIP = "/admin/learn/course/import/"
