"""Counting the SQL of the two engines that keep a row."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.sessions.models import Session
from django.db import connections, router

from engines.stores.base import Switchable


class SqlSwitchable(Switchable):
    @contextmanager
    def metered(self, phase: str) -> Iterator[None]:
        if self.meter.running:
            yield
            return
        connection = connections[router.db_for_write(Session)]
        with self.meter.phase(phase), connection.execute_wrapper(self.meter.watch_sql):
            yield
