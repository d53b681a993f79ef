"""Which engines answer: what requests find out, remembered in this process for a few seconds."""

import time
from collections.abc import Iterable

from engines.outage import NO_ANSWER
from engines.registry import Engine

SECONDS = 5
_silent: dict[str, float] = {}  # engine name -> until when it is taken as silent


def note(engine: Engine, answers: bool) -> None:
    """Remember what a request found out."""
    if answers:
        _silent.pop(engine.name, None)
    else:
        _silent[engine.name] = time.monotonic() + SECONDS


def is_silent(engine: Engine) -> bool:
    """Whether the engine did not answer a moment ago. No store is asked."""
    return _silent.get(engine.name, 0) > time.monotonic()


def ask(engines: Iterable[Engine]) -> None:
    """Ask each engine's store whether it is there; one that was silent just now is not asked."""
    for engine in engines:
        if not is_silent(engine):
            try:
                engine.store().reach()
            except NO_ANSWER:
                note(engine, answers=False)
