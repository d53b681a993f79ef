"""Django's PostgreSQL with kept connections that survive a restart of the server."""

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's, whose health check costs nothing where the connection is quiet."""

    def is_usable(self) -> bool:
        """Whether a kept connection still leads to the server (CONN_HEALTH_CHECKS).

        Django asks `SELECT 1`, which is one more round trip for every request. A server that
        restarts closes each connection, and then there is something to read on it. On an idle
        connection there is nothing. A connection that was lost inside a query has no socket.
        """
        if self.connection is None or self.connection.closed:
            return False
        waiting = select.poll()  # takes any descriptor; select() takes those below 1,024
        waiting.register(self.connection.fileno(), select.POLLIN)
        return not waiting.poll(0) or super().is_usable()
