"""What is noted of a request while it happens: its steps, one after the other."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from engines.engine import Engine
from engines.storage_inspector import shorten_key
from lab.tracing.steps import STORE, Step


class Recorder:
    """A step lasts until the next begins; its values are those at its end.

    `cookie`: what the browser has. `keys`: gets every key that the session has on the way.
    """

    def __init__(self, engine: Engine, cookie: str, keys: set[str]) -> None:
        self.engine, self.cookie, self.keys = engine, cookie, keys
        self.steps: list[Step] = []
        self.calls: list[str] = []  # of the store, those that have not returned
        self.returned = True  # whether the newest call of the store has
        self.session: Any = None

    def set_cookie(self, morsel: Any) -> str:
        line, value = morsel.OutputString(), morsel.value
        return f"Set-Cookie: {line.replace(value, self.short(value), 1) if value else line}"

    def short(self, value: str) -> str:
        """A key or cookie, shortened; of a signed one also its end, which a change shows in."""
        return shorten_key(value) + (value[-4:] if ":" in value else "")

    # Steps

    def begin(self, place: str, call: str, **more: Any) -> None:
        self.end()
        self.steps.append(Step(place, call, **more))

    def end(self) -> None:
        """The newest step is over: note the values."""
        if not self.steps:
            return
        step, session = self.steps[-1], self.session
        step.cookie = self.short(self.cookie)
        if session is None:
            return
        if session.session_key and not self.engine.in_cookie:
            self.keys.add(session.session_key)
            step.key = shorten_key(session.session_key)
        step.accessed, step.modified = session.accessed, session.modified
        data = getattr(session, "_session_cache", None)  # a look that is no access
        step.data = "" if data is None else json.dumps(data)

    # The store

    @contextmanager
    def call(self, name: str) -> Iterator[None]:
        """A call of the store. One that does nothing but call another is one step with it."""
        self.calls.append(name)
        path = " → ".join(self.calls)
        if self.returned or self.steps[-1].commands:
            self.begin(STORE, path)
        else:
            self.steps[-1].call = path
        self.returned = False
        try:
            yield
        finally:
            self.returned = True
            self.calls.pop()

    def command(self, text: str) -> None:
        """The store is asked; after a call within the call, that is a step of its own."""
        if self.returned:
            self.begin(STORE, " → ".join(self.calls))
            self.returned = False
        self.steps[-1].commands.append(text)
