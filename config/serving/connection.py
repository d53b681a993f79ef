"""A client's connection, which receives a whole request before anybody works on it."""

import re
import socket
import time
from collections.abc import Iterator
from functools import partial
from tempfile import SpooledTemporaryFile
from typing import Any

from gunicorn.http.body import ChunkedReader
from gunicorn.http.errors import LimitRequestHeaders
from gunicorn.http.message import Request
from gunicorn.http.parser import RequestParser
from gunicorn.workers.gthread import TConn

from config.serving.reply_socket import ReplySocket

PIECE = 65_536  # bytes that are received at once, and that a body may have in memory
MOST_HEAD = 65_536  # bytes of a request's line and headers
LINGER = 2  # seconds in which the client closes a connection that is at its end
HEAD_END = re.compile(rb"\r?\n\r?\n")
ANNOUNCES_BODY = re.compile(rb"\ncontent-length|\ntransfer-encoding", re.IGNORECASE)
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


class LengthRequired(Exception):
    """The request has a body in chunks. No browser sends one, so it need not be understood."""


class BodyTooLarge(Exception):
    """The request announces a body larger than the site takes."""


class DecidedRequest(Request):
    """Decides once whether it is the last of its connection, when the head of the reply says so.

    gunicorn asks again at the end of the reply. Where the worker has been told to stop meanwhile,
    it would close a connection on which the client may already ask for the next page.
    """

    decided: bool | None = None

    def should_close(self) -> bool:
        if self.decided is None:
            self.decided = bool(super().should_close())
        return self.decided


class Parser(RequestParser):
    mesg_class = DecidedRequest


class Connection(TConn):
    """`request` is gunicorn's, once its line and headers are read; `missing` bytes of its body
    are still to come. `deadline` is the monotonic time until which the client may take for what
    is awaited of it, and `begun` that at which its request began.
    """

    def __init__(self, cfg: Any, sock: socket.socket, client: Any, server: Any) -> None:
        super().__init__(cfg, ReplySocket(sock), client, server)
        self.deadline, self.linger, self.can_go_on = 0.0, LINGER, True
        self.expect_request(b"")

    def expect_request(self, received: bytes) -> None:
        """Begin a request, of which some bytes may be here already, behind the one before."""
        self.begun = time.monotonic()
        self.head = bytearray(received)
        self.searched = 0
        self.body: Any = None
        self.request: Any = None
        self.missing = 0

    def receive(self, most_body: int) -> bool:
        """Take what the client has sent; whether its request is whole.

        Raises ConnectionError where the client has gone, LengthRequired, BodyTooLarge, or what
        gunicorn's parser says of a wrong request.
        """
        while not self.is_whole(most_body):
            try:
                data = self.sock.recv(min(self.missing, PIECE) if self.request else PIECE)
            except BlockingIOError:
                return False
            if not data:
                raise ConnectionResetError
            self.take(data)
        return True

    def take(self, data: bytes) -> None:
        if self.request:
            self.body.write(data)
            self.missing -= len(data)
        else:
            self.head += data

    def is_whole(self, most_body: int) -> bool:
        if self.request is None:
            if not self.has_head():
                return False
            if not ANNOUNCES_BODY.search(self.head):
                return True  # as most are; a thread reads it, and the loop goes on
            self.read_head()
            self.expect_body(most_body)
        if self.missing > 0:
            return False
        if self.body:
            self.body.seek(0)
        return True

    def has_head(self) -> bool:
        """Raises LimitRequestHeaders where it comes to no end."""
        if HEAD_END.search(self.head, self.searched):
            return True
        if len(self.head) > MOST_HEAD:
            raise LimitRequestHeaders("they do not end")
        self.searched = max(0, len(self.head) - 3)  # the end may be cut in two
        return False

    def read_head(self) -> None:
        """Let gunicorn's parser read line and headers. It never reads from the socket itself."""
        self.parser = Parser(self.cfg, self.pieces(), self.client)
        self.request = next(self.parser)

    def expect_body(self, most_body: int) -> None:
        """The parser alone says how long it is, so that nobody reads it as longer or shorter."""
        reader = self.request.body.reader
        if isinstance(reader, ChunkedReader):
            raise LengthRequired
        if reader.length > most_body:
            raise BodyTooLarge
        self.missing = reader.length - len(self.parser.unreader.buf.getvalue())
        if self.missing > 0:
            self.body = SpooledTemporaryFile(max_size=PIECE)  # noqa: SIM115 - with the request
            if self.request._expected_100_continue:
                self.sock.sendall(CONTINUE)
        self.request._expected_100_continue = False  # said, or not needed

    def pieces(self) -> Iterator[bytes]:
        """What the parser reads from instead of the socket."""
        yield bytes(self.head)
        if self.body:
            yield from iter(partial(self.body.read, PIECE), b"")

    def has_sent_something(self) -> bool:
        return bool(self.head)
