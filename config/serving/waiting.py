"""The part of the worker that waits for clients, for all of them, each until its deadline."""

import time
from collections.abc import Callable
from functools import partial
from selectors import EVENT_READ
from socket import SHUT_WR
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

from config.serving.connection import PIECE, Connection

SWEEP = 0.5  # seconds from one look at the deadlines to the next

type Then = Callable[[Connection], None]


class WaitingWorker(ThreadWorker):
    """`waiting`: each connection of which something is awaited, and what to do if it is overdue."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.waiting: dict[Connection, Then] = {}
        self.next_sweep = 0.0

    def wait(
        self, conn: Connection, event: int, ready: Then, deadline: float, overdue: Then
    ) -> None:
        """Go on with `ready` once the client sends or takes something, else with `overdue`."""
        conn.deadline, self.waiting[conn] = deadline, overdue
        self.poller.register(conn.sock, event, partial(self.go_on, conn, ready))

    def go_on(self, conn: Connection, then: Then, _: Any = None) -> None:
        self.poller.unregister(conn.sock)
        del self.waiting[conn]
        then(conn)

    def murder_pending(self) -> None:
        """gunicorn's name for what it does after each turn of the loop: end what is overdue."""
        now = time.monotonic()
        if now < self.next_sweep:
            return
        self.next_sweep = now + SWEEP
        for conn, overdue in [*self.waiting.items()]:
            if conn.deadline <= now:
                self.go_on(conn, overdue)

    def say_goodbye(self, conn: Connection) -> None:
        """Close our side, and let the client close its own: what it still sends, once everything
        is closed, would make the kernel reset the connection under the reply (RFC 9112, 9.6)."""
        try:
            conn.sock.shutdown(SHUT_WR)
        except OSError:
            self.drop(conn)
        else:
            self.await_close(conn, time.monotonic() + conn.linger)

    def await_close(self, conn: Connection, deadline: float) -> None:
        self.wait(conn, EVENT_READ, partial(self.discard, deadline), deadline, self.drop)

    def discard(self, deadline: float, conn: Connection) -> None:
        try:
            more = conn.sock.recv(PIECE)
        except OSError:
            more = b""
        if more:
            self.await_close(conn, deadline)
        else:
            self.drop(conn)

    def drop(self, conn: Connection) -> None:
        self.nr_conns -= 1
        conn.close()
