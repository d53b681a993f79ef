"""What learners may see by now: a draft has no time from which it is out."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

# Where the times to come of a course are from, by its pk: apps enter their own at start-up.
MOMENTS: list[Callable[[int], Iterable[datetime]]] = []


def out() -> Q:
    """The rows that are out now."""
    return Q(published__lte=timezone.now())


def is_out(published: datetime | None) -> bool:
    return published is not None and published <= timezone.now()


def schedule(course: int) -> list[float]:
    """When something of the course will come out (Unix seconds), in order."""
    now = timezone.now()
    return sorted(
        {moment.timestamp() for moments in MOMENTS for moment in moments(course) if moment > now}
    )
