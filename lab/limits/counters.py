"""Tries, counted in the database: all processes share it, and no silent cache lets anybody in.

A try is counted before its outcome is known, and given back where it was right. Otherwise a
hundred tries sent at once would all find the count of the first.
"""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from lab.limits.slow_down import SlowDown
from lab.models import TryCounter

KEPT = timedelta(days=1)
# So many old rows are deleted at once, by whoever counts.
SWEPT = 100


def counter_key(kind: str, *who: str) -> str:
    """The key of a counter. It holds no name and no address, only what they hash to."""
    return ":".join([kind, *map(digest, who)])


def digest(text: str) -> str:
    return salted_hmac("lab.limits", text, algorithm="sha256").hexdigest()[:24]


def take(limits: Mapping[str, SlowDown]) -> int:
    """Count a try under each key and return 0; or count nothing, and return the seconds to wait."""
    rows = TryCounter.objects.filter(key__in=limits)
    if wait := longest_wait(limits, rows):  # whoever is refused writes nothing
        return wait
    with transaction.atomic():
        now = timezone.now()
        new = [TryCounter(key=key, level=0, last=now) for key in sorted(limits)]
        TryCounter.objects.bulk_create(new, ignore_conflicts=True)
        locked = list(rows.select_for_update().order_by("key"))
        if wait := longest_wait(limits, locked):
            return wait
        for row in locked:
            elapsed = (now - row.last).total_seconds()
            row.level, row.last = limits[row.key].level_after(row.level, elapsed), now
        TryCounter.objects.bulk_update(locked, ["level", "last"])
    sweep()
    return 0


def longest_wait(limits: Mapping[str, SlowDown], rows: Iterable[TryCounter]) -> int:
    now = timezone.now()
    return max(
        (limits[row.key].seconds_left(row.level, (now - row.last).total_seconds()) for row in rows),
        default=0,
    )


def give_back(keys: Iterable[str]) -> None:
    """The last try under these keys was right."""
    TryCounter.objects.filter(key__in=list(keys), level__gte=1).update(level=F("level") - 1)


def forget_all_of(who: str) -> None:
    """Every counter that counts this account or client."""
    TryCounter.objects.filter(key__contains=digest(who)).delete()


def forget_everybody() -> None:
    TryCounter.objects.all().delete()


@transaction.atomic
def sweep() -> None:
    """Delete some of what is too old to count. What others hold at this moment stays."""
    old = TryCounter.objects.filter(last__lt=timezone.now() - KEPT)
    keys = old.select_for_update(skip_locked=True).values_list("key", flat=True)[:SWEPT]
    TryCounter.objects.filter(key__in=list(keys)).delete()
