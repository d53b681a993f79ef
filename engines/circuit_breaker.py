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
JUST = 1  # second after a silence in which nobody goes to look at other servers
SILENT_UNTIL: dict[str, float] = {}  # server -> the monotonic time until which it is left alone


def note_silence(server: str, error: Exception) -> None:
    """Remember that `server` (see `Engine.server`) did not answer just now, as `error` says."""
    if not isinstance(error, StillSilent):
        logger.error("No answer from %s: %s", server, error)
        SILENT_UNTIL[server] = time.monotonic() + SECONDS


def is_silent(server: str) -> bool:
    """Whether `server` did not answer a moment ago. Nothing is asked."""
    return server in SILENT_UNTIL and SILENT_UNTIL[server] > time.monotonic()


def has_just_waited() -> bool:
    """Whether this process has just waited for a server in vain, maybe in this very request."""
    return max(SILENT_UNTIL.values(), default=0) > time.monotonic() + SECONDS - JUST


def probe(engines: Iterable[Engine]) -> None:
    """Ask the store of each engine whether it is there, until one is silent.

    So a request waits for one server at most. What others do, a later one finds out.
    """
    for engine in engines:
        if has_just_waited():
            return
        ask(engine)


def ask(engine: Engine) -> bool:
    """Whether the store of this engine answers. One that was just silent is not asked."""
    if is_silent(engine.server):
        return False
    try:
        engine.store().ping()
    except store_errors() as error:
        note_silence(engine.server, error)
        return False
    return True
