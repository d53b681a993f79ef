"""What the two engines that keep a row have in common."""

from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

from django.contrib.sessions.models import Session
from django.db import connections, router
from django.db.models import QuerySet
from django.utils import timezone

from engines.meter import WRITE, Meter
from engines.stores.swapping import Swapping
from engines.unique_rows import insert_once


class SqlWatch:
    """For `with`: shows the meter each statement of a database connection, once."""

    __slots__ = ("watch", "wrappers")

    def __init__(self, meter: Meter, wrappers: list[Any]) -> None:
        self.watch, self.wrappers = meter.watch_sql, wrappers

    def __enter__(self) -> None:
        self.wrappers.append(self.watch)

    def __exit__(self, *error: object) -> None:
        self.wrappers.pop()


class SqlStore(Swapping):
    """The row is swapped by one UPDATE that names the text it expects: no lock, one round trip."""

    def sql(self) -> AbstractContextManager[Any]:
        return SqlWatch(self.meter, connections[router.db_for_write(Session)].execute_wrappers)

    def ping(self) -> None:
        with connections[router.db_for_write(Session)].cursor() as cursor:
            cursor.execute("SELECT 1")

    def _fetch(self) -> str | None:
        row = self._fetch_row()
        return row[0] if row else None

    def _fetch_row(self) -> tuple[str, datetime] | None:
        """The row's text and when it ends."""
        rows = Session.objects.filter(session_key=self.session_key, expire_date__gt=timezone.now())
        with self.sql():
            return next(iter(rows.values_list("session_data", "expire_date")), None)

    def _insert(self, text: str) -> bool:
        with self.sql():
            return insert_once(Session(self.session_key, text, self.get_expiry_date()))

    def _swap(self, expected: str, text: str) -> str | None:
        rows = Session.objects.filter(session_key=self.session_key, session_data=expected)
        if self._updated(rows, text):
            return text
        return SqlStore._fetch(self)  # the row itself, and no copy in a cache

    def _overwrite(self, text: str) -> bool:
        return self._updated(Session.objects.filter(session_key=self.session_key), text)

    def _updated(self, rows: QuerySet[Session], text: str) -> bool:
        with self.sql():
            return bool(rows.update(session_data=text, expire_date=self.get_expiry_date()))

    def exists(self, session_key: str | None = None) -> bool:
        with self.sql():
            return super().exists(session_key)

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        with self.metered(WRITE), self.sql():
            Session.objects.filter(session_key=key).delete()
