from collections.abc import Iterable, Iterator
from typing import Any, Self

from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from engines import connections
from engines.engine import CacheSettings, Engine, SessionCount, remedy_for
from engines.storage_inspector import StoredCopy, format_moment, shorten_key, split_signed


class DatabaseEngine(Engine):
    """A row in `django_session` for each session."""

    label = "Database"
    where = "row"
    place = "a row in django_session"
    survives = "restarts of the server and of the browser"
    lost_by = "losing the database"
    store_path = "engines.stores.db.SessionStore"
    keeps_rows = True
    can_be_remote = True

    def __init__(self, name: str, prefix: str) -> None:
        super().__init__(name, prefix)
        self.remedy = remedy_for("database", "Start the database.")

    @classmethod
    def configured(cls, caches: CacheSettings) -> Iterator[Self]:
        yield cls("db", "db")

    @property
    def in_process(self) -> bool:
        return bool(connections.database().vendor == "sqlite")

    def count(self) -> SessionCount:
        live = self._rows().filter(expire_date__gt=timezone.now())
        return SessionCount(self, live.count())

    def count_stored(self) -> int:
        return self._rows().count()

    def _rows(self) -> QuerySet[Session]:
        return Session.objects.filter(session_key__startswith=self.prefix)

    def inspect(self, session: Any) -> Iterator[StoredCopy]:
        rows = Session.objects.filter(session_key=session.session_key)
        for text, ends in rows.values_list("session_data", "expire_date"):
            facts = [
                ("session_key", shorten_key(session.session_key)),
                ("session_data", f"{len(text):,} bytes"),
                ("expire_date", format_moment(ends)),
            ]
            yield StoredCopy("The row in django_session", facts, split_signed(text, session))

    def close_connections(self) -> None:
        connections.close_database()

    def trips_to_open(self, commands: Iterable[str]) -> int:
        asks_database = connections.SQL_COMMANDS.intersection(commands)
        return connections.trips_to_open_database() if asks_database else 0
