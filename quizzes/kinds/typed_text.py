"""Typed texts and numbers without the differences that do not count."""

import re
import unicodedata
from decimal import Decimal

QUOTES_AND_BLANKS = " '\"`\u2018\u2019\u201c\u201d"
# Fewer digits than Decimal counts with, so that no number is rounded.
NUMBER = re.compile(r"[+-]?\d{1,15}(\.\d{1,10})?", re.ASCII)
SPACE_BETWEEN_DIGITS = re.compile(r"(?<=\d)[ _](?=\d)")
THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d+)?")


def normalize_text(text: str) -> str:
    """The text in lower case, with single blanks, and without quotes around it."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    printable = "".join(char if char.isprintable() else " " for char in folded)
    return " ".join(printable.split()).strip(QUOTES_AND_BLANKS)


def parse_number(text: str) -> Decimal | None:
    """The value of `3600`, `3,600`, `3 600`, `0.5` or `0,5`; None for what is no number."""
    digits = SPACE_BETWEEN_DIGITS.sub("", normalize_text(text))
    digits = digits.replace(",", "" if THOUSANDS.fullmatch(digits) else ".")
    return Decimal(digits) if NUMBER.fullmatch(digits) else None


def normalize_response(text: str, number: bool) -> str:
    """The response that a text makes; empty where it makes none."""
    if not number:
        return normalize_text(text)
    value = parse_number(text)
    return "" if value is None else f"{value.normalize() + 0:f}"  # + 0: there is no minus nought


def strip_code(text: str) -> str:
    """A choice's text as one types it: backticks around it only make it look like code."""
    return text.strip().strip("`")
