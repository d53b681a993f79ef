"""Which faults come when, and for how long: a pure function of the seed."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

# Seconds that a fault lasts, at least and at most. What is over at once lasts no time.
AT_ONCE = (0.0, 0.0)
EMBEDDED = {
    "worker killed": AT_ONCE,
    "master killed": AT_ONCE,
    "restart": AT_ONCE,
    "reload": AT_ONCE,
    "session files away": (0.5, 3.0),
    "SQLite locked": (0.5, 3.0),
    "clock forward": (2.0, 5.0),
    "clock back": (2.0, 5.0),
}
SERVERS = {
    "worker killed": AT_ONCE,
    "master killed": AT_ONCE,
    "restart": AT_ONCE,
    "reload": AT_ONCE,
    "session files away": (0.5, 3.0),
    "Redis killed": (0.5, 4.0),
    "Redis paused": (0.5, 4.0),
    "Memcached killed": (0.5, 4.0),
    "Memcached paused": (0.5, 4.0),
    "PostgreSQL restarted": (0.0, 2.0),
    "PostgreSQL restarted at once": (0.0, 2.0),
    "PostgreSQL connections ended": AT_ONCE,
    "PostgreSQL paused": (0.2, 0.7),
    "nginx killed": AT_ONCE,
    "clock forward": (2.0, 5.0),
    "clock back": (2.0, 5.0),
}
SET_UPS = {"embedded": EMBEDDED, "servers": SERVERS}
SHORTEST, LONGEST = 1.0, 4.0  # seconds between two faults
# New processes of the site take seconds to start, which nobody is to take for a slow page.
OF_THE_SITE = ("worker killed", "master killed", "restart", "reload")
STARTING = 4.0


@dataclass(frozen=True)
class Planned:
    """A fault that begins `pause` seconds after the site was well again, and lasts `seconds`.

    `chance`: from 0 to 1, for what else the fault leaves open: which worker, how far the clock.
    """

    pause: float
    fault: str
    seconds: float
    chance: float


def plan(seed: int, on: str, only: tuple[str, ...] = ()) -> Iterator[Planned]:
    """The faults of a run without end. Each kind comes once before any comes twice.

    `on`: a set-up. `only`: the names of the faults to take; empty for all.
    """
    chance, starting = random.Random(f"{seed} {on}"), 0.0
    for fault in shuffled_again_and_again(chance, only or tuple(SET_UPS[on])):
        pause = starting + chance.uniform(SHORTEST, LONGEST)
        lasts = chance.uniform(*SET_UPS[on][fault])
        yield Planned(round(pause, 2), fault, round(lasts, 2), round(chance.random(), 3))
        starting = STARTING if fault in OF_THE_SITE else 0.0


def shuffled_again_and_again(chance: random.Random, names: tuple[str, ...]) -> Iterator[str]:
    while names:
        yield from chance.sample(names, len(names))
