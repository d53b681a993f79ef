from collections.abc import Iterator
from typing import Any, Self

from engines.engine import CacheSettings, Engine, SessionCount
from engines.storage_inspector import StoredCopy, split_signed


class SignedCookieEngine(Engine):
    """The cookie holds the whole session, signed. A server keeps nothing."""

    label = "Signed cookie"
    where = "browser"
    place = "the cookie itself, in the browser"
    survives = "restarts, empty caches and lost databases"
    lost_by = "a new secret key, or clearing the browser; and at most 4,096 bytes fit"
    store_path = "engines.stores.signed_cookies.SessionStore"
    in_cookie = True
    ends_by_itself = "they are in the browsers"

    @classmethod
    def configured(cls, caches: CacheSettings) -> Iterator[Self]:
        yield cls("signed_cookies", "")

    @property
    def merges(self) -> bool:
        return False

    def count(self) -> SessionCount:
        return SessionCount(self, None, "They are in the learners' browsers, and nowhere else.")

    def inspect(self, session: Any) -> Iterator[StoredCopy]:
        text = session.session_key
        yield StoredCopy(
            "The cookie", [("value", f"{len(text):,} bytes")], split_signed(text, session)
        )
