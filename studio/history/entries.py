"""The entries of a history: each version with its difference to the one before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from typing import Any

from reversion.models import Version

from packs.changes import MOST_LINES, unified_difference
from studio.history.texts import parent_names, readable_text
from versions.snapshot import Snapshot, snapshot_of

# The word for each sign, for screen readers.
SIGNS = {"+": "added", "-": "removed", "@": "place"}


@dataclass(frozen=True)
class Line:
    sign: str
    text: str

    @property
    def kind(self) -> str:
        return SIGNS.get(self.sign, "")


@dataclass(frozen=True)
class Difference:
    """The first `MOST_LINES` lines that differ, and how many more there are."""

    lines: list[Line]
    more: int = 0


@dataclass(frozen=True)
class Entry:
    """A version in a history. `first`: no version before it was kept."""

    version: Version
    name: str
    when: datetime
    who: str
    words: str
    first: bool
    difference: Difference


def make_entries(versions: Sequence[Version], count: int) -> list[Entry]:
    """The entries of the first `count` versions of a row, newest first. The last one is compared
    with the version that follows."""
    snapshots = [snapshot_of(version) for version in versions[: count + 1]]
    names = parent_names(snapshots)
    texts = [readable_text(snapshot, names) for snapshot in snapshots]
    pairs = zip_longest(texts, texts[1:])
    return [
        make_entry(version, *pair) for version, pair in zip(versions[:count], pairs, strict=False)
    ]


def make_entry(version: Version, text: str, before: str | None) -> Entry:
    revision = version.revision
    return Entry(
        version=version,
        name=version.object_repr,
        when=revision.date_created,
        who=revision.user.get_username() if revision.user else "",
        words=revision.comment,
        first=before is None,
        difference=text_difference(before or "", text),
    )


def difference_between(before: Snapshot | None, after: Snapshot) -> Difference:
    names = parent_names(filter(None, [before, after]))
    text_before = readable_text(before, names) if before else ""
    return text_difference(text_before, readable_text(after, names))


def text_difference(before: str, after: str) -> Difference:
    lines = [Line(line[:1], line[1:]) for line in unified_difference(before, after)]
    return Difference(lines[:MOST_LINES], max(0, len(lines) - MOST_LINES))


def with_people(versions: Any) -> Any:
    """The versions with their users, in the same query."""
    return versions.select_related("revision__user")
