"""The history of a row to read: each version with what it changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from typing import Any

from django.db.models import Model
from reversion.models import Version

from packs.changes import MOST_LINES, difference
from studio.history.texts import places_of, readable
from versions.snapshot import Deserializer, Whole, standing

# Marked by a word besides the sign and the colour, for those who hear the page.
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
    """The first of the lines that differ, and how many more there are."""

    lines: list[Line]
    more: int = 0


@dataclass(frozen=True)
class Entry:
    """`first`: nothing is known of what was before."""

    version: Version
    name: str
    when: datetime
    who: str
    words: str
    first: bool
    difference: Difference


def whole_of(version: Version) -> Whole:
    """Raises reversion's RevertError where it can't be read any more."""
    return version._object_version  # type: ignore[no-any-return]  # as `Version.revert` does


def now(row: Model) -> Whole:
    """The row as it is in the database."""
    return read(standing(row))


def read(text: str) -> Whole:
    return next(Deserializer(text))


def entries(versions: Sequence[Version], count: int) -> list[Entry]:
    """The first of the versions of a row, newest first. Those after them are what was before."""
    wholes = [whole_of(one) for one in versions[: count + 1]]
    places = places_of(wholes)
    texts = [readable(one, places) for one in wholes]
    pairs = zip_longest(texts, texts[1:])
    return [entry(one, *texts) for one, texts in zip(versions[:count], pairs, strict=False)]


def entry(version: Version, text: str, was: str | None) -> Entry:
    revision = version.revision
    return Entry(
        version=version,
        name=version.object_repr,
        when=revision.date_created,
        who=revision.user.get_username() if revision.user else "",
        words=revision.comment,
        first=was is None,
        difference=different(was or "", text),
    )


def between(before: Whole | None, after: Whole) -> Difference:
    places = places_of(filter(None, [before, after]))
    return different(readable(before, places) if before else "", readable(after, places))


def different(before: str, after: str) -> Difference:
    lines = [Line(line[:1], line[1:]) for line in difference(before, after)]
    return Difference(lines[:MOST_LINES], max(0, len(lines) - MOST_LINES))


def with_people(versions: Any) -> Any:
    return versions.select_related("revision__user")
