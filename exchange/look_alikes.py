"""What a file looks like that is in none of the formats, and what to do with it."""

import io
import json
import re
import zipfile
from collections.abc import Iterator

from exchange.common import Unreadable
from exchange.encodings import decode_text, looks_like_text, start_of

# What a file is, by its first bytes. The first that fits counts.
BEGINNINGS = {
    b"%PDF": "a PDF, which has no questions that a program can read. Export them as",
    b"\xd0\xcf\x11\xe0": "a file of an old Word or Excel. Export the questions as",
    b"{\\rtf": "a file of a word processor (RTF). Export the questions as",
    b"\x1f\x8b": "a Moodle backup (gzip). Export the question bank instead, as",
    b"\x89PNG": "a picture (PNG). Type its questions, or give them as",
    b"\xff\xd8\xff": "a picture (JPEG). Type its questions, or give them as",
    b"GIF8": "a picture (GIF). Type its questions, or give them as",
    b"RIFF": "a picture (WebP). Type its questions, or give them as",
}
# What a zip is, by the beginning of a name in it. The first that fits counts.
ZIPS = {
    "word/": "a Word file (.docx). Save its questions as text in a format that is known here:",
    "xl/": "an Excel file (.xlsx). Save its questions as text in a format that is known here:",
    "ppt/": "a PowerPoint file (.pptx). Save its questions as text in a format known here:",
    "content.xml": "a file of LibreOffice. Save its questions as text in a format known here:",
    "moodle_backup.xml": "a backup of a Moodle course. Export its question bank instead, as",
}
PACK = (
    "a course pack. Load it under Courses, Import a pack, or with "
    "`manage.py loadcourse`; what comes here is"
)
FIELDS = re.compile(r",(?! )|[;\t]")  # a comma in prose has a space after it


def describe_file(data: bytes, labels: str) -> str:
    """What the file looks like and what to do, in a sentence or two; empty where it may be text of
    one of the formats. `labels`: the names of the formats."""
    what = next(looks(data), "")
    return f"This looks like {what} {labels}." if what else ""


def looks(data: bytes) -> Iterator[str]:
    """Each begins what `describe_file` says, and the names of the formats end it."""
    if not data.strip():
        yield "an empty file. Choose the one with the questions:"
    yield from (what for start, what in BEGINNINGS.items() if data.startswith(start))
    if data.startswith(b"PK\x03\x04"):
        yield zip_look(data)
    if looks_like_text(data):
        yield from text_looks(data)


def zip_look(data: bytes) -> str:
    try:
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        return "a zip that is broken. Give the file itself:"
    if any(name.endswith("course.yaml") for name in names):
        return PACK
    for start, what in ZIPS.items():
        if any(name.startswith(start) for name in names):
            return what
    some = "".join(filter(str.isprintable, ", ".join(names[:3])))[:80] or "nothing"
    return f"a zip of {some}. Unpack it, and choose the file with the questions:"


def text_looks(data: bytes) -> Iterator[str]:
    start = start_of(data)
    lines = [line for line in start.splitlines()[:20] if line.strip()]
    if re.match(r"<!doctype html|<html|<body|<head", start, re.I):
        tag = re.search(r"<(\w+)", start)
        name = tag[1].lower() if tag else "html"
        yield f"a web page: it begins with <{name}>, not <quiz>. Export the questions as"
    if re.match(r"(?:<\?.*?\?>\s*)?<questestinterop\b", start, re.DOTALL):
        yield "QTI 1.2. Export the questions as QTI 2.1 or later: what comes here is"
    if start[:1] in "[{" and is_json(data):
        yield "JSON. Export the questions from the program that wrote it as"
    if re.match(r"---\s*$|(title|summary|behaviour|questions|lessons):", start, re.M):
        yield f"a part of {PACK}"
    if lines and re.match(r"#{1,6} \S", lines[0]):
        yield "Markdown. Put the questions into a pack, or give them as"
    if is_table(lines):
        yield "a table (CSV). Bring it into a program for questions first, and export it as"


def is_json(data: bytes) -> bool:
    try:
        json.loads(decode_text(data))
    except (ValueError, RecursionError, Unreadable):
        return False
    return True


def is_table(lines: list[str]) -> bool:
    """Whether each line has the same separators as the first, and no braces."""
    counts = {len(FIELDS.findall(line)) for line in lines}
    braces = any(char in line for line in lines for char in "{}")
    return len(lines) > 1 and not braces and len(counts) == 1 and counts != {0}
