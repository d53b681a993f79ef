"""The circuit breaker: a server that did not answer is left alone for a moment.

A cache that hangs makes one request wait, and not each one after it. Every process remembers
for itself.
"""

import logging
import time
from collections.abc import Iterable

from engines.engine import Engine
from engines.outage import StillSilent, store_errors

logger = logging.getLogger(__name__)

SECONDS = 2
SILENT_UNTIL: dict[str, float] = {}  # server -> the monotonic time until which it is left alone


def note_silence(server: str, error: Exception) -> None:
    """Remember that `server` (see `Engine.server`) did not answer just now, as `error` says."""
    if not isinstance(error, StillSilent):
        logger.error("No answer from %s: %s", server, error)
        SILENT_UNTIL[server] = time.monotonic() + SECONDS


def is_silent(server: str) -> bool:
    """Whether `server` did not answer a moment ago. Nothing is asked."""
    return server in SILENT_UNTIL and SILENT_UNTIL[server] > time.monotonic()


def probe(engines: Iterable[Engine]) -> None:
    """Ask the store of each engine whether it is there, except those that were just silent."""
    for engine in engines:
        if not is_silent(engine.server):
            try:
                engine.store().ping()
            except store_errors() as error:
                note_silence(engine.server, error)
