from django.contrib.sessions.backends import db

from engines.stores.sql import SqlStore


class SessionStore(SqlStore, db.SessionStore):
    engine_name = "db"
