"""Which courses there are, and in which version each of them stands.

Every process asks the database anew after `REFRESH_SECONDS`, so that a change made elsewhere shows
within a second and a usual page asks nothing for it. A change made in this process shows at once.
"""

import math
import time
from typing import NamedTuple

from django.db import transaction

from learn.models import Course

REFRESH_SECONDS = 1.0


class CourseRow(NamedTuple):
    """`schedule`: when something of the course will be published, in Unix seconds, in order."""

    pk: int
    slug: str
    version: str
    schedule: list[float]


class KnownCourses:
    """What this process knows of the courses, and until when (monotonic) it need not ask."""

    rows: tuple[CourseRow, ...] = ()
    until = -math.inf


def course_rows() -> tuple[CourseRow, ...]:
    """The courses in their order, as they were at most `REFRESH_SECONDS` ago."""
    if time.monotonic() >= KnownCourses.until:
        # Counted from before the question, since the answer is at least that old.
        until = time.monotonic() + REFRESH_SECONDS
        KnownCourses.rows = tuple(
            map(CourseRow._make, Course.objects.values_list(*CourseRow._fields))
        )
        KnownCourses.until = until
    return KnownCourses.rows


def forget_courses() -> None:
    """Ask again at the next page, and again once the change that is being made is committed.

    Until then other threads still read the courses as they were.
    """
    ask_again()
    transaction.on_commit(ask_again)


def ask_again() -> None:
    KnownCourses.until = -math.inf
