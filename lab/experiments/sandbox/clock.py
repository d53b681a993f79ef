"""A clock that stands still until it is moved. It is the clock of the whole process."""

import os
import shutil
import time
from datetime import UTC, datetime
from types import SimpleNamespace

from django.contrib.sessions.backends import file
from django.utils import timezone

START = datetime(2026, 1, 1, tzinfo=UTC).timestamp()


class Clock:
    """`at`: seconds since the experiment began."""

    def __init__(self) -> None:
        self.at = 0.0

    def move_to(self, at: float) -> None:
        self.at = at

    @property
    def now(self) -> float:
        return START + self.at

    def rule(self) -> None:
        """From here on, this process has no other clock. Only a worker's process may do this."""
        time.time = lambda: self.now
        timezone.now = lambda: datetime.fromtimestamp(self.now, UTC)
        # The kernel dates a file by its own clock, and the `file` engine goes by that date.
        setattr(file, "shutil", SimpleNamespace(move=self._move_file))  # noqa: B010  (not in its types)

    def _move_file(self, source: str, target: str) -> None:
        shutil.move(source, target)
        os.utime(target, (self.now, self.now))
