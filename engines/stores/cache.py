from typing import Any

from django.contrib.sessions.backends import cache

from engines.stores.base import Switchable
from engines.stores.json_cache import JSONCache


class SessionStore(Switchable, cache.SessionStore):
    engine_name = "cache"

    def __init__(self, session_key: str | None = None) -> None:
        super().__init__(session_key)
        self._cache: Any = JSONCache(self._cache, self)
