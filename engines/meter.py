"""What one request costs at the session's store, and only there.

The figures leave as `Server-Timing`, so the browser's DevTools show what the page shows.
https://www.w3.org/TR/server-timing/
"""

from collections import Counter
from functools import lru_cache
from time import perf_counter
from typing import Any, Self

READ, WRITE = "read", "write"
# Statements that open and close a transaction carry no session data.
TRANSACTION_WORDS = {"BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "COMMIT"}

type Commands = dict[str, int]  # how often each was given


class Meter:
    """Keeps the commands of each phase, the last size (bytes) and the time (seconds).

    It runs with every request, so it does little: `make bench` says what it costs.
    """

    __slots__ = ("depth", "reads", "running", "seconds", "size", "start", "writes")

    def __init__(self) -> None:
        self.reads: tuple[str, ...] = ()
        self.writes: tuple[str, ...] = ()
        self.seconds = 0.0
        self.size: int | None = None
        self.running: str | None = None  # the phase that is under way
        self.depth = 0

    @property
    def commands(self) -> dict[str, Commands]:
        return {READ: dict(Counter(self.reads)), WRITE: dict(Counter(self.writes))}

    def phase(self, name: str) -> Self:
        """For `with`: time what runs inside and count its commands as `name`.

        The outermost phase counts.
        """
        self.begin(name)
        return self

    def __enter__(self) -> None:
        pass

    def __exit__(self, *error: object) -> None:
        self.end()

    def begin(self, name: str) -> None:
        """As `phase` does, without the `with`, which takes longer."""
        if not self.depth:
            self.running = name
            self.start = perf_counter()
        self.depth += 1

    def end(self) -> None:
        self.depth -= 1
        if not self.depth:
            self.seconds += perf_counter() - self.start
            self.running = None

    def count(self, command: str) -> None:
        if self.running == READ:
            self.reads += (command,)
        elif self.running == WRITE:
            self.writes += (command,)

    def watch_sql(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """An `execute_wrapper` of a database connection."""
        word = sql.split(None, 1)[0].upper()
        if word not in TRANSACTION_WORDS:
            self.count(word)
        return execute(sql, params, many, context)

    def figures(self) -> dict[str, str]:
        """The four figures of the panel, as text."""
        return {
            "reads": format_commands(self.reads),
            "writes": format_commands(self.writes),
            "stored": format_size(self.size),
            "time": f"{format_milliseconds(self.seconds)} ms",
        }

    def server_timing(self, engine: str) -> str:
        """The header's value: one entry for the time, one for each other figure."""
        return (
            f'session;desc="{engine}";dur={format_milliseconds(self.seconds)}, '
            f'session-reads;desc="{format_commands(self.reads)}", '
            f'session-writes;desc="{format_commands(self.writes)}", '
            f'session-stored;desc="{format_size(self.size)}"'
        )


# Most requests ask the same of a store, so each of these texts is made once.
@lru_cache(maxsize=500)
def format_size(size: int | None) -> str:
    return "nothing" if size is None else f"{size:,} B"


@lru_cache(maxsize=500)
def format_commands(given: tuple[str, ...]) -> str:
    """`2 SELECT + 1 INSERT` for the commands in the order they were given, `none` for none."""
    if not given:
        return "none"
    return " + ".join(f"{number} {command}" for command, number in Counter(given).items())


def format_milliseconds(seconds: float) -> str:
    """The milliseconds in these seconds, with two decimals."""
    return format_hundredths(int(seconds * 100_000 + 0.5))


# Formatting a float is slow, so each figure is formatted once.
@lru_cache(maxsize=2_000)
def format_hundredths(number: int) -> str:
    return f"{number / 100:.2f}"
