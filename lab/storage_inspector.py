"""Where a session is stored, and what is there: the row, the entry, the file, the cookie.

Only ever the session of the request that asks. Keys and signatures are shortened, and a text
that holds what proves a sign-in is not shown.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import time
from typing import Any

from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.models import Session
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.memcached import PyMemcacheCache
from django.core.cache.backends.redis import RedisCache
from django.core.signing import b62_decode

from engines.outage import NO_ANSWER

SHOWN = 240  # characters of an encoded text


@dataclass(frozen=True)
class Part:
    """A piece of an encoded text, and what it is."""

    name: str
    text: str
    means: str


@dataclass(frozen=True)
class Stored:
    """One place: its title, what is known of it, and the encoded text in its parts."""

    title: str
    facts: list[tuple[str, str]]
    parts: list[Part]


def stored(session: Any) -> list[Stored]:
    """Each place that holds something of this session, as it was before this response."""
    if not session.session_key or session.outage:
        return []
    try:
        looks = LOOKS[session.engine.family]
        return [found for look in looks for found in look(session)]
    except NO_ANSWER:
        return []


def row(session: Any) -> Iterator[Stored]:
    rows = Session.objects.filter(session_key=session.session_key)
    for text, ends in rows.values_list("session_data", "expire_date"):
        facts = [
            ("session_key", shortened(session.session_key)),
            ("session_data", f"{len(text):,} bytes"),
            ("expire_date", told(ends)),
        ]
        yield Stored("The row in django_session", facts, parts(text, session))


def entry(session: Any) -> Iterator[Stored]:
    cache, key = session._cache, session.cache_key
    text = cache.get(key)
    if text is None:
        return
    name = cache.make_key(key)
    facts = [
        ("key", name.replace(session.session_key, shortened(session.session_key))),
        (
            "value",
            f"{len(text.encode()):,} bytes of JSON, which anyone can read who reads the cache",
        ),
    ]
    if (seconds := seconds_left(cache, name)) is not None:
        ends = datetime.now(UTC) + timedelta(seconds=seconds)
        facts.append(("time to live", f"{round(seconds):,} seconds, until {told(ends)}"))
    title = "The copy" if session.engine.family == "cached_db" else "The entry"
    yield Stored(f"{title} in {session.engine.where.removeprefix('row + ')}", facts, [])


def seconds_left(cache: Any, name: str) -> float | None:
    """As the cache itself says; None where it does not."""
    client: Any = getattr(cache, "_cache", None)
    if isinstance(cache, RedisCache):
        left = client.get_client(name).pttl(name)
        return left / 1000 if left > 0 else None
    if isinstance(cache, PyMemcacheCache):
        said = client._get_client(name).raw_command(f"mg {name} t")
        seconds = said.removeprefix(b"HD t")
        return int(seconds) if seconds.isdigit() else None
    if isinstance(cache, LocMemCache):
        ends = cache._expire_info.get(name)  # type: ignore[attr-defined]
        return ends - time() if ends else None
    return None


def file(session: Any) -> Iterator[Stored]:
    path = Path(session._key_to_file())
    try:
        text, about = path.read_text(encoding="ascii"), path.stat()
    except FileNotFoundError:
        return
    facts = [
        ("name", path.name.replace(session.session_key, shortened(session.session_key))),
        ("size", f"{about.st_size:,} bytes"),
        ("may be read by", readers(about.st_mode)),
        ("saved", told(datetime.fromtimestamp(about.st_mtime, UTC))),
    ]
    yield Stored("The file on the server's disk", facts, parts(text, session))


def readers(mode: int) -> str:
    return "more than the server's user" if mode & 0o077 else "the server's user alone"


def cookie(session: Any) -> Iterator[Stored]:
    text = session.session_key
    yield Stored("The cookie", [("value", f"{len(text):,} bytes")], parts(text, session))


LOOKS: dict[str, tuple[Callable[[Any], Iterator[Stored]], ...]] = {
    "db": (row,),
    "cache": (entry,),
    "cached_db": (row, entry),
    "file": (file,),
    "signed_cookies": (cookie,),
}


def parts(text: str, session: Any) -> list[Part]:
    """What Django's signing has put together: payload, timestamp, signature."""
    payload, stamp, signature = text.rsplit(":", 2)
    return [
        Part("payload", few(payload, session), told_payload(payload)),
        Part("timestamp", stamp, f"signed {told(datetime.fromtimestamp(b62_decode(stamp), UTC))}"),
        Part(
            "signature",
            f"{signature[:6]}…",
            "made with this site's secret key; one byte changed above, and it does not match",
        ),
    ]


def few(payload: str, session: Any) -> str:
    if HASH_SESSION_KEY in session:
        return "(masked)"
    return payload if len(payload) <= SHOWN else f"{payload[:SHOWN]}…"


def told_payload(payload: str) -> str:
    compressed = "JSON, compressed, as base64" if payload[0] == "." else "JSON, as base64"
    return f"{len(payload):,} bytes: {compressed}. Encoded, not encrypted"


def shortened(key: str) -> str:
    """The first characters, enough to see the engine and that a move changes the key."""
    return f"{key[:6]}…" if key else ""


def told(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%-d %B %Y, %H:%M:%S} UTC"
