"""A change to a course's content gives the course a new version: one for all changes together.

A page asks for the version and has the rest in memory, so it is what shows a change to learners.
"""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import transaction

from learn.known_courses import forget_courses
from learn.models import Course, new_version
from learn.publishing import publishing_schedule

# The filters that select the courses to touch, by the name of the look-up. None: touch at once.
type Lookups = dict[str, set[Any]]
_waiting: ContextVar[Lookups | None] = ContextVar("waiting", default=None)


def touch_course(**lookup: Any) -> None:
    """Give a new version to the courses of one look-up, such as `lessons=3`.

    Inside `one_new_version` they get it at its end.
    """
    waiting = _waiting.get()
    for name, value in lookup.items():
        if waiting is None:
            touch_courses({name: {value}})
        else:
            waiting[name].add(value)


@contextmanager
def one_new_version() -> Iterator[None]:
    """All changes inside are one transaction, and each course gets one new version for them.

    A new version is worked out from all lessons and questions of the course, so one for each of a
    thousand rows would take longer than writing them.
    """
    outer, own = _waiting.get(), defaultdict[str, set[Any]](set)
    token = _waiting.set(own)
    try:
        with transaction.atomic():
            yield
            if transaction.get_rollback():
                own.clear()  # nothing has changed
            if outer is None:
                touch_courses(own)
        if outer is not None:
            for name, values in own.items():
                outer[name] |= values
    finally:
        _waiting.reset(token)


def touch_courses(lookups: Lookups) -> None:
    courses = {
        course
        for name, values in lookups.items()
        for course in Course.objects.filter(**{f"{name}__in": values}).values_list("pk", flat=True)
    }
    for course in courses:
        Course.objects.filter(pk=course).update(
            version=new_version(), schedule=publishing_schedule(course)
        )
    forget_courses()
