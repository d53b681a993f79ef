import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's, whose health check costs nothing where the connection is quiet."""

    def is_usable(self) -> bool:
        """Whether a kept connection still leads to the server (CONN_HEALTH_CHECKS).

        Django asks `SELECT 1`, which is one more round trip for every request. A server that
        restarts closes each connection, and then there is something to read on it. On an idle
        connection there is nothing.
        """
        if self.connection is None:
            return False
        readable, _, _ = select.select([self.connection.fileno()], [], [], 0)
        return not readable or super().is_usable()
