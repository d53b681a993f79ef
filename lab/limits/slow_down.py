"""How long somebody waits who tries too often: a pure rule, without a store and a clock."""

from dataclasses import dataclass
from math import ceil

LONG = 120  # seconds, from which on a wait is told in minutes


@dataclass(frozen=True)
class SlowDown:
    """Some tries are free. After that each costs twice the wait of the one before it.

    `leak`: seconds in which one try is forgotten, so a try in each `leak` is free for ever.
    `lock_at`: so many tries that are not forgotten cost a wait of `lock` seconds each.
    """

    free: int
    longest: int
    leak: int
    lock_at: int | None = None
    lock: int = 900

    def wait_after(self, level: float) -> int:
        """The seconds between a try, the last of `level`, and the next."""
        tries = round(level)
        if self.lock_at is not None and tries >= self.lock_at:
            return self.lock
        if tries < self.free:
            return 0
        return min(1 << min(tries - self.free, 20), self.longest)

    def seconds_left(self, level: float, elapsed: float) -> int:
        """Of that wait. Nobody waits for a clock that was set back (`elapsed` is negative)."""
        return max(0, ceil(self.wait_after(level) - elapsed)) if elapsed >= 0 else 0

    def level_after(self, level: float, elapsed: float) -> float:
        """The tries that are not forgotten, with one more."""
        return max(0.0, level - max(0.0, elapsed) / self.leak) + 1


def describe_wait(seconds: int) -> str:
    """`1 second`, `8 seconds`, `15 minutes`."""
    count, unit = (ceil(seconds / 60), "minute") if seconds >= LONG else (seconds, "second")
    return f"{count} {unit}{'' if count == 1 else 's'}"
