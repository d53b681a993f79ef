"""What was sent and what was acknowledged, line by line in a file that is only appended to."""

import itertools
import json
import threading
import time
from dataclasses import asdict
from pathlib import Path

from promise.actions import Acknowledged, Action

SHORT = ("at", "event", "form", "what", "path", "question", "number", "sitting", "key", "engine")


class Log:
    """`sent` holds each form once for every time that it was sent."""

    def __init__(self, file: Path) -> None:
        self.file, self.begun = file, time.monotonic()
        self.sent: list[Action] = []
        self.acknowledged: list[Acknowledged] = []
        self.refused: list[Action] = []
        self.lock = threading.Lock()
        self.forms = itertools.count(1)
        self.lines = file.open("w", encoding="utf-8")

    def now(self) -> float:
        """Seconds since the run began, by a clock that nothing sets back."""
        return round(time.monotonic() - self.begun, 4)

    def new_form(self) -> int:
        with self.lock:
            return next(self.forms)

    def note_sent(self, action: Action) -> float:
        with self.lock:
            self.sent.append(action)
            return self.write("sent", action, self.now())

    def note_acknowledged(self, action: Action, learner: str, sent: float) -> None:
        with self.lock:
            received = self.write("acknowledged", action, self.now(), learner=learner)
            self.acknowledged.append(Acknowledged(action, learner, sent, received))

    def note_unkept(self, action: Action) -> None:
        """The site said that it could not keep this."""
        with self.lock:
            self.refused.append(action)
            self.write("said not to be kept", action, self.now())

    def note_silence(self, action: Action, why: str) -> None:
        """No reply came."""
        with self.lock:
            self.write(f"no reply: {why}", action, self.now())

    def write(self, event: str, action: Action, at: float, **more: str) -> float:
        self.lines.write(json.dumps({"at": at, "event": event, **more, **asdict(action)}) + "\n")
        self.lines.flush()
        return at

    def around(self, browser: int, form: int, lines: int = 4) -> list[str]:
        """What was logged of a browser just before and after one form, in short."""
        entries = map(json.loads, self.file.read_text(encoding="utf-8").splitlines())
        own = [entry for entry in entries if entry["browser"] == browser]
        at = [number for number, entry in enumerate(own) if entry["form"] == form]
        near = own[max(0, min(at) - lines) : max(at) + lines + 1] if at else []
        return [" ".join(str(entry.get(name) or "-") for name in SHORT) for entry in near]
