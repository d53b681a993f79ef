"""Where a session went that has just moved."""

import hashlib
from datetime import timedelta

from django.db import models
from django.utils import timezone

# A request that was under way during a move still carries the old cookie.
SECONDS = 10


def digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


class ForwardManager(models.Manager["Forward"]):
    def leave(self, old: str, new: str) -> None:
        """For a few seconds, requests with the `old` key find the session under `new`."""
        now = timezone.now()
        self.filter(until__lt=now).delete()
        ends = now + timedelta(seconds=SECONDS)
        self.update_or_create(old=digest(old), defaults={"new": new, "until": ends})

    def find(self, old: str) -> str | None:
        rows = self.filter(old=digest(old), until__gte=timezone.now())
        return rows.values_list("new", flat=True).first()


class Forward(models.Model):
    """`old`: a hash of the key or cookie that was left; `new`: the key or cookie to follow."""

    old = models.CharField(max_length=64, primary_key=True)
    new = models.TextField()
    until = models.DateTimeField(db_index=True)

    objects = ForwardManager()

    def __str__(self) -> str:
        return self.old[:8]
