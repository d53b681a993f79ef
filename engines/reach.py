"""Which servers answer: what requests find out, remembered in this process for a moment.

A cache that hangs makes the one request wait that finds it out, and not each after it.
"""

import logging
import time
from collections.abc import Iterable

from engines.outage import NO_ANSWER, StillSilent
from engines.registry import Engine

logger = logging.getLogger(__name__)

SECONDS = 2
SILENT: dict[str, float] = {}  # server -> until when it is taken as silent


def note_silence(server: str, error: Exception) -> None:
    """`server` (see `Engine.server`) did not answer just now, as `error` says."""
    if not isinstance(error, StillSilent):
        logger.error("No answer from %s: %s", server, error)
        SILENT[server] = time.monotonic() + SECONDS


def is_silent(server: str) -> bool:
    """Whether it did not answer a moment ago. Nothing is asked."""
    return server in SILENT and SILENT[server] > time.monotonic()


def ask(engines: Iterable[Engine]) -> None:
    """Ask each engine's store whether it is there; one that was silent just now is not asked."""
    for engine in engines:
        if not is_silent(engine.server):
            try:
                engine.store().reach()
            except NO_ANSWER as error:
                note_silence(engine.server, error)
