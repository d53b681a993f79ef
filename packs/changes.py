"""What loading a pack would change, by file: the same texts that `dumpcourse` writes, compared."""

from dataclasses import dataclass
from difflib import unified_diff

from learn.images.references import FOLDER
from learn.models import Course
from packs.dump import dump_pack
from packs.pack import Pack
from packs.write import pack_files

MOST_LINES = 200


@dataclass(frozen=True)
class Change:
    """`what`: added, changed or removed. `lines`: the first of the differences."""

    file: str
    what: str
    lines: list[str]
    more: int


def pack_changes(pack: Pack) -> list[Change]:
    course = Course.objects.filter(slug=pack.slug).first()
    old = dump_pack(course) if course else None
    before = pack_files(old) if old else {}
    after = pack_files(pack)
    texts = [
        file_change(name, before.get(name), after.get(name))
        for name in sorted({**before, **after})
        if before.get(name) != after.get(name)
    ]
    return texts + image_changes(old.images if old else {}, pack.images)


def image_changes(before: dict[str, bytes], after: dict[str, bytes]) -> list[Change]:
    return [
        Change(f"{FOLDER}/{name}", what_changed(before.get(name), after.get(name)), [], 0)
        for name in sorted({**before, **after})
        if before.get(name) != after.get(name)
    ]


def file_change(name: str, before: str | None, after: str | None) -> Change:
    lines = unified_difference(before or "", after or "")
    return Change(
        name, what_changed(before, after), lines[:MOST_LINES], max(0, len(lines) - MOST_LINES)
    )


def what_changed(before: str | bytes | None, after: str | bytes | None) -> str:
    return "added" if before is None else "removed" if after is None else "changed"


def unified_difference(before: str, after: str) -> list[str]:
    """Unified, without the two lines that name the files."""
    return list(unified_diff(before.splitlines(), after.splitlines(), lineterm=""))[2:]
