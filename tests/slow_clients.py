"""Clients that connect to a site and then stall, each in its own way, and those that only sit."""

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from urllib.parse import urlsplit

LARGE = "/static/admin/js/vendor/jquery/jquery.js"
HALF_LINE = b"GET /lear"
HALF_HEADERS = b"GET / HTTP/1.1\r\nHost: localhost\r\nAccept: te"
HALF_BODY = (
    b"POST /progress/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\n\r\nchoice="
)
WHOLE = b"GET /healthz/ HTTP/1.1\r\nHost: localhost\r\n\r\n"
UNREAD = f"GET {LARGE} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()


def connect(url: str, buffer: int | None = None) -> socket.socket:
    """`buffer`: bytes that this client's side takes without reading; the system's own if None."""
    client = socket.socket()
    client.settimeout(10)
    if buffer is not None:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
    parts = urlsplit(url)
    client.connect((parts.hostname, parts.port))
    return client


def sent(url: str, data: bytes) -> socket.socket:
    client = connect(url)
    client.sendall(data)
    return client


def deaf(url: str) -> socket.socket:
    """Asks for much and reads nothing."""
    client = connect(url, buffer=2048)
    client.sendall(UNREAD * 8)
    return client


def kept_alive(url: str) -> socket.socket:
    """Has had a reply, and says nothing more."""
    client = sent(url, WHOLE)
    assert client.recv(4096).startswith(b"HTTP/1.1 200")
    return client


STALLED: tuple[Callable[[str], socket.socket], ...] = (
    lambda url: sent(url, HALF_LINE),
    lambda url: sent(url, HALF_HEADERS),
    lambda url: sent(url, HALF_BODY),
    deaf,
)
IDLE = (connect, kept_alive)


@contextmanager
def stalled_and_idle(url: str, stalled: int, idle: int) -> Iterator[None]:
    """So many clients, of each kind in turn, until the block ends."""
    with ExitStack() as clients:
        for number in range(idle):
            clients.enter_context(IDLE[number % len(IDLE)](url))
        for number in range(stalled):
            clients.enter_context(STALLED[number % len(STALLED)](url))
        yield
