"""Sessions on the tests' PostgreSQL, beside the SQLite database of everything else."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connections, router

from config import env
from engines.models import Forward, SiteEngine
from tests.services import new_database

ALIAS = "postgresql"
MODELS = (Session, Forward, SiteEngine)


class SessionsThere:
    """A database router: sessions and what belongs to them are on PostgreSQL."""

    def db_for_read(self, model: Any, **hints: Any) -> str | None:
        return ALIAS if model in MODELS else None

    db_for_write = db_for_read


@contextmanager
def sessions_on_postgresql() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SESSIONS_URL", new_database(f"sessions_{os.getpid()}"))
        one = {**connections.settings["default"], **env.database("SESSIONS_URL", "")}
        one["OPTIONS"] = {"connect_timeout": 30}  # of hundreds at once on a small machine
        patch.setitem(connections.settings, ALIAS, one)
        patch.setattr(router, "routers", [SessionsThere()])
        with connections[ALIAS].schema_editor() as editor:
            for model in MODELS:
                editor.create_model(model)
        yield
        connections[ALIAS].close()


class OnPostgreSQL:
    """Mixed into a class of tests, marked `django_db(databases=["default", "postgresql"])`."""

    @pytest.fixture(autouse=True, scope="class")
    @classmethod
    def _postgresql(cls, django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
        with django_db_blocker.unblock(), sessions_on_postgresql():
            yield
