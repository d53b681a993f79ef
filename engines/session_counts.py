"""How many sessions each engine keeps, as far as it can be counted."""

from engines import circuit_breaker
from engines.engine import Engine, SessionCount
from engines.outage import store_errors
from engines.registry import ENGINES


def count_sessions() -> list[SessionCount]:
    """The count of each engine; of one that does not answer, what to do about it."""
    return [count_sessions_of(engine) for engine in ENGINES.values()]


def count_sessions_of(engine: Engine) -> SessionCount:
    silent = SessionCount(engine, None, f"It does not answer. {engine.remedy}")
    if circuit_breaker.is_silent(engine.server):
        return silent
    try:
        return engine.count()
    except store_errors() as error:
        circuit_breaker.note_silence(engine.server, error)
        return silent
