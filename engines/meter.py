"""What one request costs at the session's store, and only there.

The figures leave as `Server-Timing`, so the browser's DevTools show what the page shows.
https://www.w3.org/TR/server-timing/
"""

from time import perf_counter
from typing import Any

READ, WRITE = "read", "write"
# Statements that open and close a transaction carry no session data.
TRANSACTION_WORDS = {"BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "COMMIT"}

type Commands = dict[str, int]


class Meter:
    """Counts commands by phase, and keeps the last size (bytes) and the time (seconds).

    It runs with every request, so it is kept plain: `make bench` says what it costs.
    """

    __slots__ = ("commands", "running", "seconds", "size")

    def __init__(self) -> None:
        self.commands: dict[str, Commands] = {READ: {}, WRITE: {}}
        self.seconds = 0.0
        self.size: int | None = None
        self.running: Commands | None = None  # of the phase that is under way

    def phase(self, name: str, wrappers: list[Any] | None = None) -> "Phase":
        """Time what runs inside and count its commands as `name`. The outermost phase counts.

        `wrappers`: of the database connection whose statements are counted.
        """
        return Phase(self, name, wrappers)

    def count(self, command: str) -> None:
        if (running := self.running) is not None:
            running[command] = running.get(command, 0) + 1

    def watch_sql(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """An `execute_wrapper` of a database connection."""
        word = sql.split(None, 1)[0].upper()
        if word not in TRANSACTION_WORDS:
            self.count(word)
        return execute(sql, params, many, context)

    def figures(self) -> dict[str, str]:
        """The four figures of the panel, as text."""
        return {
            "reads": told(self.commands[READ]),
            "writes": told(self.commands[WRITE]),
            "stored": self.stored,
            "time": f"{self.seconds * 1000:.2f} ms",
        }

    @property
    def stored(self) -> str:
        return "nothing" if self.size is None else f"{self.size:,} B"

    def server_timing(self, engine: str) -> str:
        """The header's value: one entry for the time, one for each other figure."""
        return (
            f'session;desc="{engine}";dur={self.seconds * 1000:.2f}, '
            f'session-reads;desc="{told(self.commands[READ])}", '
            f'session-writes;desc="{told(self.commands[WRITE])}", '
            f'session-stored;desc="{self.stored}"'
        )


class Phase:
    """A `with` block whose time and commands the meter counts, unless one is under way."""

    __slots__ = ("inner", "meter", "name", "start", "wrappers")

    def __init__(self, meter: Meter, name: str, wrappers: list[Any] | None) -> None:
        self.meter, self.name, self.wrappers = meter, name, wrappers

    def __enter__(self) -> None:
        meter = self.meter
        self.inner = meter.running is not None
        if self.inner:
            return
        meter.running = meter.commands[self.name]
        if self.wrappers is not None:
            self.wrappers.append(meter.watch_sql)
        self.start = perf_counter()

    def __exit__(self, *error: object) -> None:
        if self.inner:
            return
        self.meter.seconds += perf_counter() - self.start
        self.meter.running = None
        if self.wrappers is not None:
            self.wrappers.pop()


def told(commands: Commands) -> str:
    """`2 SELECT + 1 INSERT` for counted commands, `none` for no command."""
    if not commands:
        return "none"
    return " + ".join([f"{n} {command}" for command, n in commands.items()])
