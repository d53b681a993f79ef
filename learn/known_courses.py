"""Which courses there are, and in which version each of them stands.

Every process asks the database anew after `REFRESH_SECONDS`, so that a change made elsewhere shows
within a second and a usual page asks nothing for it. A change made in this process shows at once.
"""

import math
import threading
import time
from typing import NamedTuple

from django.db import connection, transaction

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


class Changing(threading.local):
    """Whether this thread has changed a course and not committed it yet."""

    now = False


changing = Changing()


def course_rows() -> tuple[CourseRow, ...]:
    """The courses in their order, as they were at most `REFRESH_SECONDS` ago."""
    if changing.now and connection.in_atomic_block:
        return read_courses()  # what only this thread sees is not for the others to know
    changing.now = False  # committed, or rolled back
    if time.monotonic() >= KnownCourses.until:
        # Counted from before the question, since the answer is at least that old.
        until = time.monotonic() + REFRESH_SECONDS
        KnownCourses.rows, KnownCourses.until = read_courses(), until
    return KnownCourses.rows


def read_courses() -> tuple[CourseRow, ...]:
    return tuple(map(CourseRow._make, Course.objects.values_list(*CourseRow._fields)))


def forget_courses() -> None:
    """A course is being changed: ask again, here at once and elsewhere once it is committed."""
    changing.now = True
    transaction.on_commit(ask_again)


def ask_again() -> None:
    changing.now = False
    KnownCourses.until = -math.inf
