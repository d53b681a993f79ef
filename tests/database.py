"""The tests' database as a test wants it: empty, or with the default course.

`loadcourse` checks and records all it does, which takes a second; so each process of the tests
runs it once, and copies the pages of its database back whenever another state is wanted.
"""

import io
import sqlite3
from datetime import UTC, datetime

import time_machine
from django.core.management import call_command
from django.db import connection
from pytest_django import DjangoDbBlocker

from tests.course import PACK

# A test may go back in time: the course is out there too.
LOADED = datetime(2020, 1, 1, tzinfo=UTC)
EMPTY, COURSE = "empty", "course"


class Database:
    """Which state the database is in, which one the next test wants, and a copy of each."""

    def __init__(self) -> None:
        self.copies: dict[str, sqlite3.Connection] = {}
        self.wanted = EMPTY
        self.state: str | None = None  # unknown, after a test that committed

    def keep_copies(self, blocker: DjangoDbBlocker) -> None:
        """Of the empty database, and of the one that `loadcourse` makes of it."""
        self.blocker = blocker
        self.keep(EMPTY)
        with time_machine.travel(LOADED):
            call_command("loadcourse", PACK, stdout=io.StringIO())
        self.keep(COURSE)
        self.bring()

    def keep(self, state: str) -> None:
        self.copies[state] = sqlite3.connect(":memory:")
        connection.connection.backup(self.copies[state])
        self.state = state

    def bring(self) -> None:
        """The wanted state, unless it is there. Before a test's transaction, never inside."""
        if connection.connection is None:  # closed, and what was in memory is gone with it
            with self.blocker.unblock():
                connection.connect()
            self.state = None
        if self.state != self.wanted:
            self.copies[self.wanted].backup(connection.connection)
            self.state = self.wanted


DATABASE = Database()
