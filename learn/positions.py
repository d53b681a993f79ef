"""Where a new row stands among those beside it."""

from typing import Any

from django.db.models import Max, QuerySet

LAST = 32_767  # the highest position that the field can hold


def end_of(rows: QuerySet[Any]) -> int:
    """The position behind all of these rows, whatever gaps there are."""
    last = rows.aggregate(last=Max("position"))["last"]
    return 0 if last is None else min(last + 1, LAST)
