"""gunicorn's worker with threads, which no slow client can hold up.

gunicorn gives a connection to a thread as soon as it is open, and the thread waits: for the
request, and for the client to take the reply. As many slow clients as there are threads stop
the site. Here the worker's loop, which waits for all connections at once, receives the whole
request and sends what is left of the reply, so a thread only works.
"""

import time
from concurrent.futures import Future
from functools import partial
from selectors import EVENT_READ, EVENT_WRITE
from threading import Barrier
from typing import Any

from django.conf import settings
from gunicorn import util
from gunicorn.workers.gthread import STOP_KEEPALIVE_LINGER

from config.serving.connection import LINGER, BodyTooLarge, Connection, LengthRequired
from config.serving.turns import Turns
from config.serving.waiting import WaitingWorker

PAUSE = 10  # seconds in which a client sends or takes something
WHOLE = 120  # seconds in which it has sent its whole request
# So many times what the site takes: a little too much gets a page that says so in its place.
BODY_LIMIT = 3
LINGER_REFUSED = 30  # seconds that it may go on sending what was refused


class PatientWorker(WaitingWorker):
    """`working`: the connections whose request a thread has, or will have."""

    alive: bool

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.working: set[Connection] = set()
        self.turns = Turns()

    def start_threads(self) -> None:
        """Start all threads, where the pool would start one when none is free.

        Each has connections and caches of its own: so a worker holds from the start what it will.
        """
        together = Barrier(self.cfg.threads)
        for started in [self.tpool.submit(together.wait) for _ in range(self.cfg.threads)]:
            started.result(PAUSE)

    # --- Receiving a request -----------------------------------------------------------------

    def accept(self, listener: Any) -> bool:
        """Take one connection; whether there was one."""
        try:
            sock, client = listener.accept()
        except (BlockingIOError, ConnectionAbortedError):
            return False
        except OSError as error:  # no file left to open: those who are here go on
            self.log.warning("Nobody more can connect: %s", error)
            return False
        self.nr_conns += 1
        self.receive(Connection(self.cfg, sock, client, listener.getsockname()))
        return True

    def on_client_socket_readable(self, conn: Connection, client: Any) -> None:
        self.poller.unregister(client)
        self.keepalived_conns.remove(conn)
        conn.expect_request(b"")
        self.receive(conn)

    def receive(self, conn: Connection) -> None:
        """Take what is here of a request; give it to a thread once it is whole."""
        try:
            whole = conn.receive(BODY_LIMIT * settings.FILE_UPLOAD_MAX_MEMORY_SIZE)
        except (OSError, StopIteration):
            self.drop(conn)
        except BodyTooLarge:
            most = BODY_LIMIT * settings.FILE_UPLOAD_MAX_MEMORY_SIZE // 1_000_000
            why = f"What you sent is larger than {most} MB. None of it was kept; all else is."
            self.refuse(conn, 413, "Content Too Large", why)
        except LengthRequired:
            self.refuse(conn, 411, "Length Required", "Send the request with a Content-Length.")
        except Exception as error:  # gunicorn's many names for a request that is not one
            self.handle_error(conn.request, conn.sock, conn.client, error)
            self.end_refused(conn)
        else:
            if whole:
                self.working.add(conn)
                self.enqueue_req(conn)
            else:
                deadline = min(time.monotonic() + PAUSE, conn.begun + WHOLE)
                self.wait(conn, EVENT_READ, self.receive, deadline, self.give_up)

    def give_up(self, conn: Connection) -> None:
        """The request did not come. A browser that opened a connection ahead is told nothing."""
        if conn.has_sent_something():
            why = "Your request did not arrive in time. Nothing was kept of it; send it again."
            self.refuse(conn, 408, "Request Timeout", why)
        else:
            self.drop(conn)

    def refuse(self, conn: Connection, status: int, reason: str, why: str) -> None:
        try:
            util.write_error(conn.sock, status, reason, why)
        except OSError:
            self.drop(conn)
        else:
            self.end_refused(conn)

    def end_refused(self, conn: Connection) -> None:
        conn.can_go_on, conn.linger = False, LINGER_REFUSED
        self.send_rest(conn)

    # --- Working on it, in a thread -----------------------------------------------------------

    def handle(self, conn: Connection) -> bool:
        """Answer the request; whether the connection can serve another one."""
        try:
            if conn.request is None:
                conn.read_head()
            with self.turns.taken():
                answered = self.handle_request(conn.request, conn)
            return bool(self._keepalive_after(conn, answered))
        except (OSError, StopIteration) as error:
            self.log.debug("The client has gone, or has half a reply: %r", error)
        except Exception as error:  # of the server itself: Django answers its own
            self.handle_error(conn.request, conn.sock, conn.client, error)
        return False

    # --- Sending the reply ---------------------------------------------------------------------

    def finish_request(self, conn: Connection, done: Future[bool]) -> None:
        self.working.remove(conn)
        conn.can_go_on = not done.cancelled() and done.result()
        self.send_rest(conn)

    def send_rest(self, conn: Connection) -> None:
        try:
            sent = conn.sock.send_unsent() if conn.sock.unsent else True
        except OSError:
            self.drop(conn)
            return
        if not sent:
            deadline = time.monotonic() + PAUSE
            self.wait(conn, EVENT_WRITE, self.send_rest, deadline, self.drop)
        elif not conn.can_go_on:
            self.say_goodbye(conn)
        elif rest := conn.parser.unreader.take_buffered():
            conn.expect_request(rest)
            self.receive(conn)
        else:
            self.keep_alive(conn)

    def keep_alive(self, conn: Connection) -> None:
        conn.set_timeout()
        if not self.alive:
            conn.timeout = min(conn.timeout, time.monotonic() + STOP_KEEPALIVE_LINGER)
        self.keepalived_conns.append(conn)
        readable = partial(self.on_client_socket_readable, conn)
        self.poller.register(conn.sock, EVENT_READ, readable)

    # --- Stopping ------------------------------------------------------------------------------

    def is_parent_alive(self) -> bool:
        """Where the first process has died, stop as gently as if it had said so."""
        if not super().is_parent_alive():
            self.alive = False
        return self.alive

    def set_accept_enabled(self, enabled: bool) -> None:
        """gunicorn calls this once more when it stops, and then ends what is open."""
        super().set_accept_enabled(enabled)
        if not self.alive:
            self.announce_end()
            self.close_listeners()
            self.hurry()

    def announce_end(self) -> None:
        """Each reply says that it is the last of its connection; gunicorn sees to those that are
        begun from now on."""
        for conn in self.working:
            if conn.request:
                conn.request.force_close()

    def close_listeners(self) -> None:
        """Take everybody who has connected already, and let nobody else connect.

        gunicorn leaves the sockets open until the worker ends, and the kernel then resets those
        who have connected meanwhile.
        """
        for listener in self.sockets:
            while self.accept(listener):
                pass
            listener.close()

    def hurry(self) -> None:
        """Half a request is waited for only a little longer."""
        latest = time.monotonic() + LINGER
        for conn, overdue in self.waiting.items():
            if overdue == self.give_up:
                conn.deadline = min(conn.deadline, latest)
