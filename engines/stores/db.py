from django.contrib.sessions.backends import db

from engines.stores.sql import SqlSwitchable


class SessionStore(SqlSwitchable, db.SessionStore):
    engine_name = "db"
