"""The bytes of a file as text, whatever its encoding, or the line from which they are none."""

import codecs

from exchange.common import Unreadable

UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
START = 20_000  # bytes in which a format shows
NO_TEXT = "This is not text: it holds a NUL. Give a file that a program for questions wrote."


def encoding_of(data: bytes) -> str:
    return "utf-16" if data.startswith(UTF_16) else "utf-8-sig"


def start_of(data: bytes) -> str:
    """The first characters, without the mark of an encoding and white space before them."""
    text = data[:START].decode(encoding_of(data), "replace")
    return text.lstrip("\ufeff \t\r\n")


def looks_like_text(data: bytes) -> bool:
    return "\0" not in start_of(data)


def decode_text(data: bytes) -> str:
    """Raises Unreadable, with the line and what to do."""
    encoding = encoding_of(data)
    if encoding != "utf-16" and data[1:8:2].count(0) >= 3:
        raise Unreadable(1, "This looks like UTF-16 without its mark. Save the file as UTF-8.")
    if encoding != "utf-16" and b"\0" in data:
        raise Unreadable(line_of(data, data.index(b"\0")), NO_TEXT)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding == "utf-16":
            message = "This is not the UTF-16 that it begins as. Save the file as UTF-8."
            raise Unreadable(1, message) from error
        line = line_of(data, error.start)
        raise Unreadable(line, f"This is not UTF-8.{old_words(data, error.start)}") from error
    if "\0" in text:
        raise Unreadable(text.count("\n", 0, text.index("\0")) + 1, NO_TEXT)
    return text


def line_of(data: bytes, place: int) -> int:
    return data.count(b"\n", 0, place) + 1


def old_words(data: bytes, place: int) -> str:
    """What the line would say in the encoding that Windows had, and what to do about it."""
    start, end = data.rfind(b"\n", 0, place) + 1, data.find(b"\n", place)
    line = data[start : end if end >= 0 else None]
    near = line[max(0, place - start - 20) : place - start + 20]
    words = "".join(filter(str.isprintable, near.decode("cp1252", "replace"))).strip()
    return (
        f" It looks like an old encoding, as of Windows, in which it says “{words}” here. "
        "Save the file as UTF-8."
    )
