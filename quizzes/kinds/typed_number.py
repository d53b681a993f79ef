"""Typed numbers: the ways to write one, and those that can be read in two ways."""

import re
import unicodedata
from decimal import Context, Decimal

from quizzes.kinds.typed_text import LONG_DASH, normalize_text

# More digits than a number here can have, so that none is rounded.
EXACT = Context(prec=100)
PARTS = re.compile(r"([+-]?) ?([\d.,]*\d)\.?(e[+-]?\d{1,2})?", re.ASCII)
IN_LIMITS = re.compile(r"-?\d{1,21}(\.\d{1,20})?", re.ASCII)
# `1 234`, `1'234`, `1_234`, and behind the point too.
BLANK_BEFORE_THREE = re.compile(r"(?<=\d)[ _'](?=\d{3}(?!\d))", re.ASCII)
PLAIN = re.compile(r"\d*[.,]?\d+", re.ASCII)
# In threes, or as in India in twos with a last three.
COMMAS = re.compile(r"[1-9]\d?(,\d\d)*,\d{3}(\.\d+)?|[1-9]\d{0,2}(,\d{3})+(\.\d+)?", re.ASCII)
POINTS = re.compile(r"[1-9]\d?(\.\d\d)*\.\d{3}(,\d+)?|[1-9]\d{0,2}(\.\d{3})+(,\d+)?", re.ASCII)
TWO_WAYS = re.compile(r"([+-]?) ?([1-9]\d{0,2})([.,])(\d{3})\.?", re.ASCII)
# Arabic signs, which no one takes for each other.
ARABIC_SIGNS = str.maketrans({"\u066b": ".", "\u066c": "'"})


def parse_number(text: str) -> Decimal | None:
    """The value of a number as an author writes it and a row keeps it; None for what is none.

    Of what can be read in two ways, `3,600` is thousands, and `1.234` is a little over one.
    """
    parts = PARTS.fullmatch(BLANK_BEFORE_THREE.sub("", typewritten(text)))
    if not parts:
        return None
    sign, digits, exponent = parts.groups("")
    digits = as_decimal(digits, may_be_grouped=not exponent)
    value = Decimal(f"{sign}{digits}{exponent}") if digits else None
    return value if value is not None and IN_LIMITS.fullmatch(number_text(value)) else None


def two_readings(text: str) -> tuple[str, str] | None:
    """For `1,234`: how to write the one number it may be, `1234`, and the other, `1,2340`.

    None for what can be read in one way, or in none.
    """
    parts = TWO_WAYS.fullmatch(typewritten(text))
    if not parts:
        return None
    sign, whole, separator, thousandths = parts.groups()
    return f"{sign}{whole}{thousandths}", f"{sign}{whole}{separator}{thousandths}0"


def number_text(value: Decimal) -> str:
    """The one way in which rows keep this number: `1234.5`."""
    return f"{EXACT.normalize(EXACT.plus(value)):f}"  # plus: there is no minus nought


def unmistakable(text: str) -> str:
    """A number as `number_text` writes it, so that typing it is not asked back."""
    return f"{text}0" if two_readings(text) else text


def within_tolerance(value: Decimal | None, expected: Decimal | None, tolerance: float) -> bool:
    if value is None or expected is None:
        return False
    low, high = accepted_range(expected, tolerance)
    return low <= value <= high


def accepted_range(expected: Decimal, tolerance: float) -> tuple[Decimal, Decimal]:
    """The least and the greatest number that counts, exactly."""
    off = Decimal(str(tolerance))
    return EXACT.subtract(expected, off), EXACT.add(expected, off)


def as_decimal(digits: str, may_be_grouped: bool) -> str:
    """Digits with points and commas as `Decimal` reads them; empty where they make no number."""
    if may_be_grouped and COMMAS.fullmatch(digits):
        return digits.replace(",", "")
    if PLAIN.fullmatch(digits):
        return digits.replace(",", ".")
    if may_be_grouped and POINTS.fullmatch(digits):
        return digits.replace(".", "").replace(",", ".")
    return ""


def typewritten(text: str) -> str:
    """With the digits 0 to 9 and a plain minus, in whatever script they were typed."""
    plain = normalize_text(text).replace(LONG_DASH, "-").translate(ARABIC_SIGNS)
    return "".join(str(unicodedata.decimal(char, char)) for char in plain)
