"""Where a session is stored, and what is there: the row, the entry, the file, the cookie.

Each engine describes its own places (`Engine.inspect`). Only the session of the request that
asks is looked at. Keys and signatures are shortened, and a text that holds what proves a sign-in
is not shown.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth import HASH_SESSION_KEY
from django.core.signing import b62_decode

from engines.outage import store_errors

MAX_TEXT = 240  # characters of an encoded text that are shown


@dataclass(frozen=True)
class StoredPart:
    """A piece of an encoded text, and what it is."""

    name: str
    text: str
    means: str


@dataclass(frozen=True)
class StoredCopy:
    """One place: its title, what is known of it, and the encoded text in its parts."""

    title: str
    facts: list[tuple[str, str]]
    parts: Iterable[StoredPart] = ()


def inspect_storage(session: Any) -> list[StoredCopy]:
    """Each place that holds something of this session, as it was before this response.

    Empty for a session that is not stored, and where the store does not answer.
    """
    if not session.session_key or session.conditions.outage:
        return []
    try:
        return list(session.engine.inspect(session))
    except store_errors():
        return []


def split_signed(text: str, session: Any) -> list[StoredPart]:
    """What Django's signing has put together: payload, timestamp, signature."""
    payload, stamp, signature = text.rsplit(":", 2)
    signed = datetime.fromtimestamp(b62_decode(stamp), UTC)
    return [
        StoredPart("payload", mask_payload(payload, session), describe_payload(payload)),
        StoredPart("timestamp", stamp, f"signed {format_moment(signed)}"),
        StoredPart(
            "signature",
            f"{signature[:6]}…",
            "made with this site's secret key; one byte changed above, and it does not match",
        ),
    ]


def mask_payload(payload: str, session: Any) -> str:
    """The payload, shortened; masked where it holds what proves a sign-in."""
    if HASH_SESSION_KEY in session:
        return "(masked)"
    return payload if len(payload) <= MAX_TEXT else f"{payload[:MAX_TEXT]}…"


def describe_payload(payload: str) -> str:
    compressed = "JSON, compressed, as base64" if payload[0] == "." else "JSON, as base64"
    return f"{len(payload):,} bytes: {compressed}. Encoded, not encrypted"


def shorten_key(key: str) -> str:
    """The first characters, enough to see the engine and that a move changes the key."""
    return f"{key[:6]}…" if key else ""


def format_moment(moment: datetime) -> str:
    """Such as `3 May 2026, 14:05:09 UTC`."""
    return f"{moment.astimezone(UTC):%-d %B %Y, %H:%M:%S} UTC"
