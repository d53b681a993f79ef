from django.contrib.sessions.backends import db

from engines.stores.sql import SqlStore


class SessionStore(SqlStore, db.SessionStore):
    """Django's, with what `SqlStore` adds."""
