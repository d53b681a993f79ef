"""Recorded visits, kept for some minutes for all who look at them."""

import json
import logging
from dataclasses import asdict, dataclass
from datetime import datetime

import django
from django.core.cache import cache
from django.utils import timezone

from engines import circuit_breaker
from engines.engine import Engine, cache_server
from engines.outage import store_errors
from lab.tracing.recording import record_request
from lab.tracing.steps import Step, explain_steps
from lab.tracing.visits import VISITS, Visit

logger = logging.getLogger(__name__)

# Seconds that a recording is shown: whoever goes through its steps sees one and the same.
KEPT = 600
SHARED = cache_server("default")


@dataclass
class Trace:
    """A recorded visit. `made`: when, in ISO 8601. `django`: the version that ran."""

    made: str
    django: str
    source: list[str]
    steps: list[Step]

    @property
    def at(self) -> datetime:
        return datetime.fromisoformat(self.made)


def trace_of(engine: Engine, visit: Visit) -> Trace | None:
    """The recording that is shown now, else a new one; None where the engine does not answer."""
    if circuit_breaker.is_silent(engine.server):
        return None
    name = f"engines.trace.{engine.name}.{visit.slug}"
    if kept := from_cache(name):
        return kept
    try:
        trace = record_visit(engine, visit)
    except store_errors() as error:
        circuit_breaker.note_silence(engine.server, error)
        return None
    to_cache(name, trace)
    return trace


def record_visit(engine: Engine, visit: Visit) -> Trace:
    """Run a visit and record it. Its session is deleted in any case. Raises `store_errors()`."""
    keys: set[str] = set()
    try:
        cookie = ""
        if visit.back:
            cookie = record_request(engine, VISITS["first"], "", keys).cookie
        recorder = record_request(engine, visit, cookie, keys)
    finally:
        delete_sessions(engine, keys)
    explain_steps(recorder.steps, engine)
    made = timezone.now().isoformat(timespec="seconds")
    return Trace(made, django.get_version(), visit.source, recorder.steps)


def delete_sessions(engine: Engine, keys: set[str]) -> None:
    """Delete the sessions; a signed cookie was never anywhere but here."""
    for key in () if engine.in_cookie else keys:
        try:
            engine.store(key).delete()
        except store_errors():  # it ends by itself
            logger.exception("A recorded session is not deleted from %s", engine.name)


def from_cache(name: str) -> Trace | None:
    """All processes show one recording. Where their cache is silent, each view makes its own."""
    if circuit_breaker.is_silent(SHARED):
        return None
    try:
        text = cache.get(name)
    except store_errors() as error:
        circuit_breaker.note_silence(SHARED, error)
        return None
    return from_json(text) if text else None


def to_cache(name: str, trace: Trace) -> None:
    if circuit_breaker.is_silent(SHARED):
        return
    try:
        cache.set(name, json.dumps(asdict(trace)), KEPT)
    except store_errors() as error:
        circuit_breaker.note_silence(SHARED, error)


def from_json(text: str) -> Trace | None:
    """None for what another version of this site has kept."""
    try:
        kept = json.loads(text)
        return Trace(**{**kept, "steps": [Step(**step) for step in kept["steps"]]})
    except (TypeError, KeyError, ValueError):
        return None
