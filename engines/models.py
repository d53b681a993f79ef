"""Where a session went that has just moved; what was chosen for the whole site."""

import hashlib
from datetime import timedelta

from django.db import models
from django.utils import timezone

# A request that was under way during a move still carries the old cookie.
FORWARD_SECONDS = 10


def hash_key(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


class ForwardManager(models.Manager["Forward"]):
    def leave(self, old: str, new: str) -> bool:
        """Let requests with the `old` key find the session under `new`, for a few seconds.

        Returns False where another request has moved it first. Its address stays.
        """
        now = timezone.now()
        self.filter(until__lt=now).delete()
        ends = now + timedelta(seconds=FORWARD_SECONDS)
        _, created = self.get_or_create(old=hash_key(old), defaults={"new": new, "until": ends})
        return created

    def correct(self, old: str, new: str) -> None:
        """Point the address of `old` to `new`, because the cookie was signed again."""
        self.filter(old=hash_key(old)).update(new=new)

    def find(self, old: str) -> str | None:
        """The key or cookie to follow from `old`; None where the session did not move."""
        rows = self.filter(old=hash_key(old), until__gte=timezone.now())
        return rows.values_list("new", flat=True).first()


class Forward(models.Model):
    """`old`: a hash of the key or cookie that was left; `new`: the key or cookie to follow."""

    old = models.CharField(max_length=64, primary_key=True)
    new = models.TextField()
    until = models.DateTimeField(db_index=True)

    objects = ForwardManager()

    def __str__(self) -> str:
        return self.old[:8]


class SiteEngine(models.Model):
    """The engine an instructor chose for the whole site: one row, or none for the settings' own.

    `turn` counts the choices; a session that has followed the newest carries its number.
    """

    name = models.CharField("engine", max_length=40)
    turn = models.PositiveIntegerField(default=0, editable=False)
    changed = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "engine of the site"
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="one_site_engine"),
        ]

    def __str__(self) -> str:
        return self.name
