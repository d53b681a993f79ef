import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's, whose health check costs nothing where the connection is quiet."""

    def is_usable(self) -> bool:
        """Whether a kept connection still leads to the server (CONN_HEALTH_CHECKS).

        Django asks `SELECT 1`: one more round trip for every request. A server that restarts
        says goodbye to each connection, so there is something to read on it, where an idle
        one has nothing to say.
        """
        if self.connection is None:
            return False
        said, _, _ = select.select([self.connection.fileno()], [], [], 0)
        return not said or super().is_usable()
