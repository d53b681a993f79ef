"""What an address or a form of the panel asks for and no database can look up.

Django's admin hands the values of its filters, dates and keys to the database as they came. A
number beyond 64 bits, a day before the year 1 or a NUL then fails somewhere below, in another way
on each database. `Panel.admin_view` refuses all of it in one place, for every page of the panel.
"""

import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import BadRequest, FieldDoesNotExist
from django.db import DataError
from django.http import HttpRequest

logger = logging.getLogger(__name__)

MOST_WORDS = 30  # SQLite's limit for the depth of an expression is met at some 300
TOO_MANY_WORDS = f"The search has more than {MOST_WORDS} words. Search for fewer."
UNREADABLE = (
    "The address or the form holds a value that can't be looked up, as a number that is far too "
    "large, a date that no calendar has, the name of no field, or a character that is none."
)


@contextmanager
def refusing_unreadable(request: HttpRequest) -> Iterator[None]:
    """Raises BadRequest instead of the errors that mean so. A line of the log says which it was."""
    for name in ("q", "term"):
        if len(request.GET.get(name, "").split()) > MOST_WORDS:
            raise BadRequest(TOO_MANY_WORDS)
    try:
        yield
    except (ValueError, OverflowError, DataError, FieldDoesNotExist) as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        logger.warning(
            "%s %s was refused: %s: %s (%s, line %s)",
            *(request.method, request.path, type(error).__name__, error),
            *(place.filename, place.lineno),
        )
        raise BadRequest(UNREADABLE) from error
