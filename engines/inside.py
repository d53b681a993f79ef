"""What is really stored of the learner's own session, with what must stay secret masked."""

import json
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY
from django.http import HttpRequest

from engines.registry import Engine

MASKED = {HASH_SESSION_KEY}


@dataclass(frozen=True)
class Inside:
    """A look into a session: its engine, its shortened key, its data as indented JSON.

    `silent`: its store does not answer, so the data is not known.
    """

    engine: Engine
    key: str
    data: str
    keys: int
    cookie_name: str
    cookie_bytes: int
    silent: bool
    cookie_limit: int = 4_096

    @property
    def kept(self) -> bool:
        return bool(self.key)


def inside(request: HttpRequest) -> Inside:
    session: Any = request.session
    items = dict(session.items())
    shown = {key: "(masked)" if key in MASKED else value for key, value in items.items()}
    key = session.session_key or ""
    return Inside(
        engine=session.engine,
        key=shortened(key),
        data=json.dumps(shown, indent=2, ensure_ascii=False),
        keys=len(items),
        cookie_name=settings.SESSION_COOKIE_NAME,
        cookie_bytes=len(settings.SESSION_COOKIE_NAME) + len(key) if key else 0,
        silent=session.outage,
    )


def shortened(key: str) -> str:
    """The first characters, enough to see the engine and that a move changes the key."""
    return f"{key[:6]}…" if key else ""
