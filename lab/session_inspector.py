"""What is really stored of the learner's own session, with what must stay secret masked."""

import json
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY
from django.http import HttpRequest

from engines.engine import Engine
from engines.limits import BROWSER_LIMIT
from engines.storage_inspector import StoredCopy, inspect_storage, shorten_key

MASKED = {HASH_SESSION_KEY}


@dataclass(frozen=True)
class InspectedSession:
    """A look into a session: its engine, its shortened key, its data as indented JSON.

    `keys`: how many the data has. `silent`: the store does not answer, so the data is not known.
    `places`: what is stored where.
    """

    engine: Engine
    key: str
    data: str
    keys: int
    cookie_name: str
    cookie_bytes: int
    silent: bool
    places: list[StoredCopy]
    cookie_limit: int = BROWSER_LIMIT

    @property
    def cookie_percent(self) -> float:
        return round(100 * self.cookie_bytes / self.cookie_limit, 1)

    @property
    def exists(self) -> bool:
        """Whether anything is stored of it: a visitor who only reads has no session."""
        return bool(self.key)


def inspect_session(request: HttpRequest) -> InspectedSession:
    session: Any = request.session
    items = dict(session.items())
    masked = {key: "(masked)" if key in MASKED else value for key, value in items.items()}
    key = session.session_key or ""
    return InspectedSession(
        engine=session.engine,
        key=shorten_key(key),
        data=json.dumps(masked, indent=2, ensure_ascii=False),
        keys=len(items),
        cookie_name=settings.SESSION_COOKIE_NAME,
        cookie_bytes=len(settings.SESSION_COOKIE_NAME) + len(key) if key else 0,
        silent=session.conditions.outage,
        places=inspect_storage(session),
    )
