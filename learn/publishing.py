"""What learners may see by now. A draft has no time from which on it is published.

A lesson that is published is shown where it has something to show: a text, or questions.
"""

from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils import timezone

from learn.extensions import EXTENSIONS


def published_now() -> Q:
    """Selects the rows that are published."""
    return Q(published__lte=timezone.now())


def has_content(at: datetime | None = None) -> Q:
    """Selects the lessons that have something to show, now or at another time."""
    moment = at or timezone.now()
    return reduce(or_, [extension.gives_content(moment) for extension in EXTENSIONS])


def shown_now() -> Q:
    """Selects the lessons that learners find in their course."""
    return published_now() & has_content()


def is_published(published: datetime | None) -> bool:
    return published is not None and published <= timezone.now()


def publishing_schedule(course: int) -> list[float]:
    """When something of the course will be published (Unix seconds), in order."""
    now = timezone.now()
    moments = {at for extension in EXTENSIONS for at in extension.publishing_times(course)}
    return sorted(moment.timestamp() for moment in moments if moment > now)
