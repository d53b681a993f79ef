"""The formats that questions come in and go out in. A format is one entry in `FORMATS`."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from exchange import aiken, aiken_export, gift, gift_export, moodle, moodle_export
from exchange.common import Note
from exchange.encodings import decode_text, looks_like_text, start_of
from exchange.qti.package import what_it_is
from exchange.qti.reading import is_qti, read_qti
from exchange.qti.writing import write_qti
from exchange.reading import Reading
from exchange.xml_tree import root_name
from quizzes.schema import Item

# What no table and no prose has: answers in braces behind a sign, or a name between colons.
GIFT_MARK = re.compile(r"^\s*::.*?::|\{\s*(?:[=~#]|(?:T|F|TRUE|FALSE)\s*[#}]|\})", re.M | re.I)
# Choices by letters with the answer below them; and what GIFT has that no text between them has.
AIKEN_MARK = re.compile(r"^[ \t]*A[.)].*\n(?:.*\n){1,60}?[ \t]*ANSWER[ \t]*:", re.M | re.I)
LETTERED = re.compile(r"^[ \t]*A[.)][ \t]+\S.*\s+B[.)][ \t]+\S", re.M | re.I)
GIFT_ANSWERS = re.compile(r"^[ \t]*::.*?::|\{\s*(?:[=~#]|(?:T|F|TRUE|FALSE)\s*[#}])", re.M | re.I)


@dataclass(frozen=True)
class Format:
    """`name`: for a command. `endings`: of file names, the one that an export gets first.

    `recognises`: whether a file is in this format, which says nothing of whether it is whole.
    `read` raises Unreadable. `write` returns the file and notes on what it could not carry.
    `in_category`: the file with all its questions in a category, where the format has such.
    """

    name: str
    label: str
    endings: tuple[str, ...]
    media_type: str
    recognises: Callable[[bytes], bool]
    read: Callable[[bytes], Reading]
    write: Callable[[list[Item]], tuple[str | bytes, list[Note]]]
    in_category: Callable[[str, str], str] | None = None

    def export(self, items: list[Item], category: str = "") -> tuple[bytes, list[Note]]:
        """The questions as the bytes of a file, and notes on what it could not carry."""
        written, notes = self.write(items)
        if category and self.in_category:
            written = self.in_category(str(written), category)
        return written.encode() if isinstance(written, str) else written, notes


def is_gift(data: bytes) -> bool:
    """Whether there is text with a mark that only GIFT has."""
    start = start_of(data)
    is_xml = start.startswith(("<?xml", "<quiz")) or bool(what_it_is(data))
    is_other = is_xml or is_aiken(data)
    return looks_like_text(data) and not is_other and bool(GIFT_MARK.search(start))


def is_aiken(data: bytes) -> bool:
    """Whether there are choices by letters with an ANSWER below them, and no answers in braces."""
    start = start_of(data).replace("\r\n", "\n").replace("\r", "\n")
    is_gift_too = GIFT_ANSWERS.search(start)
    return looks_like_text(data) and not is_gift_too and bool(AIKEN_MARK.search(start))


def has_lettered_choices(data: bytes) -> bool:
    return bool(LETTERED.search(start_of(data)))


def is_moodle(data: bytes) -> bool:
    return root_name(data).lower() == "quiz"


def read_gift(data: bytes) -> Reading:
    return gift.read_gift(decode_text(data))


def read_aiken(data: bytes) -> Reading:
    return aiken.read_aiken(decode_text(data))


FORMATS = {
    entry.name: entry
    for entry in (
        Format(
            name="gift",
            label="GIFT",
            endings=("gift.txt", "gift", "txt"),
            media_type="text/plain; charset=utf-8",
            recognises=is_gift,
            read=read_gift,
            write=gift_export.write_gift,
            in_category=gift_export.in_category,
        ),
        Format(
            name="moodle",
            label="Moodle XML",
            endings=("xml",),
            media_type="text/xml; charset=utf-8",
            recognises=is_moodle,
            read=moodle.read_moodle,
            write=moodle_export.write_moodle,
            in_category=moodle_export.in_category,
        ),
        Format(
            name="aiken",
            label="Aiken",
            endings=("aiken.txt", "aiken"),
            media_type="text/plain; charset=utf-8",
            recognises=is_aiken,
            read=read_aiken,
            write=aiken_export.write_aiken,
        ),
        Format(
            name="qti",
            label="QTI 3.0",
            endings=("qti.zip", "zip"),
            media_type="application/zip",
            recognises=is_qti,
            read=read_qti,
            write=write_qti,
        ),
    )
}


def format_labels() -> str:
    """`GIFT or Moodle XML`, as words for people."""
    *labels, last = [entry.label for entry in FORMATS.values()]
    return f"{', '.join(labels)} or {last}" if labels else last


def recognised_format(data: bytes) -> Format | None:
    """The first format that knows the file."""
    return next((entry for entry in FORMATS.values() if entry.recognises(data)), None)


def format_of_name(name: str) -> Format | None:
    """The format whose ending a file's name has; of several the longest."""
    found = [
        (len(ending), entry)
        for entry in FORMATS.values()
        for ending in entry.endings
        if name.lower().endswith(f".{ending}")
    ]
    return max(found, key=lambda pair: pair[0])[1] if found else None
