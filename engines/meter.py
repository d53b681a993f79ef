"""What one request costs at the session's store, and only there.

The figures leave as `Server-Timing`, so the browser's DevTools show what the page shows.
https://www.w3.org/TR/server-timing/
"""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

READ, WRITE = "read", "write"
# Statements that open and close a transaction carry no session data.
TRANSACTION_WORDS = {"BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "COMMIT"}


class Meter:
    """Counts commands by phase, and keeps the last size (bytes) and the time (seconds)."""

    def __init__(self) -> None:
        self.commands: dict[str, Counter[str]] = {READ: Counter(), WRITE: Counter()}
        self.seconds = 0.0
        self.size: int | None = None
        self._phase: str | None = None

    @property
    def running(self) -> bool:
        return self._phase is not None

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Time what runs inside and count its commands as `name`. The outermost phase counts."""
        if self._phase:
            yield
            return
        self._phase = name
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds += time.perf_counter() - start
            self._phase = None

    def count(self, command: str) -> None:
        if self._phase:
            self.commands[self._phase][command] += 1

    def watch_sql(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """A wrapper for `connection.execute_wrapper()`."""
        word = sql.split(None, 1)[0].upper()
        if word not in TRANSACTION_WORDS:
            self.count(word)
        return execute(sql, params, many, context)

    def figures(self) -> dict[str, str]:
        """The four figures of the panel, as text."""
        return {
            "reads": told(self.commands[READ]),
            "writes": told(self.commands[WRITE]),
            "stored": "nothing" if self.size is None else f"{self.size:,} B",
            "time": f"{self.seconds * 1000:.2f} ms",
        }

    def server_timing(self, engine: str) -> str:
        """The header's value: one entry for the time, one for each other figure."""
        figures = self.figures()
        return ", ".join(
            [f'session;desc="{engine}";dur={self.seconds * 1000:.2f}']
            + [f'session-{name};desc="{figures[name]}"' for name in ("reads", "writes", "stored")]
        )


def told(commands: Counter[str]) -> str:
    """`2 SELECT + 1 INSERT` for counted commands, `none` for no command."""
    return " + ".join(f"{n} {command}" for command, n in commands.items()) or "none"
