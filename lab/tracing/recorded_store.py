"""A session store whose calls and commands are recorded."""

import re
from typing import Any

from django.conf import settings

from engines.meter import Meter
from engines.storage_inspector import shorten_key
from lab.tracing.recorder import Recorder

# Mixed in before a store, whose methods `super()` finds; a type checker sees none.
Base: Any = object


class RecordedCalls(Base):
    """Mixed in before an engine's store."""

    recorder: Recorder
    subject = ""  # the key that is being deleted

    def __init__(self, session_key: str | None = None) -> None:
        super().__init__(session_key)
        self.meter = RecordedMeter(self)

    def load(self) -> dict[str, Any]:
        with self.recorder.call("load()"):
            data: dict[str, Any] = super().load()
            return data

    def create(self) -> None:
        with self.recorder.call("create()"):
            super().create()

    def save(self, must_create: bool = False) -> None:
        with self.recorder.call("save(must_create=True)" if must_create else "save()"):
            super().save(must_create)

    def delete(self, session_key: str | None = None) -> None:
        self.subject = session_key or ""
        with self.recorder.call("delete()"):
            super().delete(session_key)
        self.subject = ""

    def cycle_key(self) -> None:
        with self.recorder.call("cycle_key()"):
            super().cycle_key()

    def flush(self) -> None:
        with self.recorder.call("flush()"):
            super().flush()

    def record_command(self, command: str) -> None:
        """Note a command to a cache or a disk, with the key that it is about."""
        name = shorten_key(self.subject or self.session_key or "")
        names = {
            "Set-Cookie": "Set-Cookie",
            "file": f"file {settings.SESSION_COOKIE_NAME}{name}",
        }
        self.recorder.command(names.get(command, f"{command} {name}"))


class RecordedMeter(Meter):
    """A meter that also notes what it counts, in words."""

    def __init__(self, session: RecordedCalls) -> None:
        super().__init__()
        self.session, self.sql = session, ""

    def count(self, command: str) -> None:
        super().count(command)
        if self.running is None:
            return
        if self.sql:
            self.session.recorder.command(readable_sql(self.sql))
        else:
            self.session.record_command(command)

    def watch_sql(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.sql = sql
        try:
            return super().watch_sql(execute, sql, params, many, context)
        finally:
            self.sql = ""


def readable_sql(sql: str) -> str:
    """SQL as a person would write it, without needless quotes and names. Values stay `%s`."""
    bare = sql.replace('"django_session".', "").replace('"', "")
    return re.sub(r"\b(\w+) AS \1\b", r"\1", bare)


def recorded_store(recorder: Recorder) -> Any:
    """The engine's `SessionStore`, whose calls and commands are recorded."""
    store: Any = recorder.engine.store

    class SessionStore(RecordedCalls, store):
        __qualname__ = "SessionStore"  # a part of what Django signs a session with

    SessionStore.recorder = recorder
    return SessionStore
