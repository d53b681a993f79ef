"""Typed texts without the differences that do not count."""

import unicodedata

# What a word processor, a phone or another language makes of a typewriter's signs.
SINGLE_QUOTES = "\u2018\u2019\u201a\u201b\u2032\u2039\u203a\u02bb\u02bc\u00b4`"
DOUBLE_QUOTES = "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb"
HYPHENS = "\u2010\u2011\u2012\u2212"
LONG_DASH = "\u2013"
LONG_DASHES = "\u2014\u2015"
TYPEWRITTEN = str.maketrans(
    dict.fromkeys(SINGLE_QUOTES, "'")
    | dict.fromkeys(DOUBLE_QUOTES, '"')
    | dict.fromkeys(HYPHENS, "-")
    | dict.fromkeys(LONG_DASHES, LONG_DASH)
)
QUOTES_AND_BLANKS = " '\""


def normalize_text(text: str, capitals: bool = False) -> str:
    """The text with plain quotes and hyphens, single blanks, and without quotes around it.

    It is in lower case, unless `capitals` count. A long dash stays one (see `dash_readings`).
    """
    visible = "".join(char for char in text if unicodedata.category(char) != "Cf")
    # NFKC takes an acute accent that stands alone apart, and makes new quotes of wide ones.
    folded = unicodedata.normalize("NFKC", visible.translate(TYPEWRITTEN))
    if not capitals:
        folded = unicodedata.normalize("NFKC", folded.casefold())
    plain = folded.translate(TYPEWRITTEN)
    printable = "".join(char if char.isprintable() else " " for char in plain)
    return " ".join(printable.split()).strip(QUOTES_AND_BLANKS)


def is_same_text(text: str, other: str) -> bool:
    """Whether two texts, both normalized, count as the same."""
    return not dash_readings(text).isdisjoint(dash_readings(other))


def dash_readings(text: str) -> set[str]:
    """What may have been meant: word processors turn both `-` and `--` into a long dash.

    So it counts as either, while a typed `-` and `--` stay apart: `-v` is no `--v`.
    """
    return {text.replace(LONG_DASH, "-"), text.replace(LONG_DASH, "--")}


def strip_code(text: str) -> str:
    """A choice's text as one types it: backticks around it only make it look like code."""
    return text.strip().strip("`")
