"""Numbers as other systems write them, exact."""

import re
from decimal import Decimal

from exchange.common import LeftOut

NUMBER = r"[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d{1,3})?"
FINEST, LARGEST = -20, 20  # places behind the point and before it


def parse_decimal(text: str) -> Decimal:
    """Exact, as it is written. Raises LeftOut."""
    if not re.fullmatch(NUMBER, text, re.ASCII):
        raise LeftOut(f"{text[:40]!r} is no number.")
    value = Decimal(text.replace(",", "."))
    if value and not FINEST <= value.adjusted() <= LARGEST:
        raise LeftOut(f"{text[:40]!r} is no number that one can type.")
    return value


def number_text(value: Decimal) -> str:
    return f"{value.normalize() + 0:f}"
