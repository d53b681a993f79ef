"""For tests of zips: a pack's files as a zip."""

from pathlib import Path

from tests.course import PACK


def pack_files(folder: Path = PACK) -> dict[str, bytes]:
    return {
        f"{folder.name}/{path.relative_to(folder).as_posix()}": path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


ZIP = "/admin/learn/course/import/"
