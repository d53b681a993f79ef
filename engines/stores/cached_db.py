from typing import Any

from django.contrib.sessions.backends import cached_db

from engines.stores.json_cache import JSONCache
from engines.stores.sql import SqlSwitchable


class SessionStore(SqlSwitchable, cached_db.SessionStore):
    engine_name = "cached_db"

    def __init__(self, session_key: str | None = None) -> None:
        super().__init__(session_key)
        self._cache: Any = JSONCache(self._cache, self)
