"""A request as bytes, and the ways to send it: to the application in this process, or to a
server over a socket."""

import http.client
import io
import logging
import re
import socket
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

from django.core.signals import got_request_exception, request_finished, request_started
from django.db import close_old_connections

HOST = "localhost"
SECONDS = 60  # that a reply may take


@dataclass(frozen=True)
class Sent:
    """`target`: path and query as they stand in the first line. `headers`: all but Host, Cookie
    and Content-Length."""

    method: str
    target: str
    headers: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    def with_headers(self, **headers: str) -> "Sent":
        return replace(self, headers={**self.headers, **headers})

    @property
    def cookie_line(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def wire(self) -> bytes:
        """The whole request, as it can be sent to a server with `nc`."""
        headers = {"Host": HOST, "Connection": "close", **self.headers}
        headers |= {"Cookie": self.cookie_line} if self.cookies else {}
        headers["Content-Length"] = str(len(self.body))
        lines = [f"{self.method} {self.target} HTTP/1.1"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        return "\r\n".join(lines).encode("latin-1", "replace") + b"\r\n\r\n" + self.body


@dataclass(frozen=True)
class Reply:
    """`log`: what the site logged as an error meanwhile, with tracebacks."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes
    log: str = ""

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")

    @property
    def is_fault(self) -> bool:
        """A reply in the 500s that gives no reason, or a traceback behind any reply."""
        explained = self.status == 503 and bool(self.body)
        return (self.status >= 500 and not explained) or "Traceback" in self.log

    def new_cookies(self) -> Iterator[tuple[str, str | None]]:
        """The names and values that the reply sets; None where it deletes one."""
        for line in (value for name, value in self.headers if name.lower() == "set-cookie"):
            name, _, value = line.partition(";")[0].partition("=")
            gone = re.search("max-age=0(;|$)", line, re.IGNORECASE)
            yield name, None if gone else value.strip('"')


class Caught(logging.Handler):
    """Keeps what is logged as an error until it is taken."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))

    def note_exception(self, **about: Any) -> None:
        """Django logs no traceback of an error page that fails."""
        self.lines.append(traceback.format_exc())

    def take(self) -> str:
        lines, self.lines = self.lines, []
        return "\n".join(lines)


@contextmanager
def caught_errors() -> Iterator[Caught]:
    """Errors of the site go here alone, and warnings nowhere, until the block ends."""
    root, caught = logging.getLogger(), Caught()
    before, root.handlers = root.handlers, [caught]
    for handler in before:
        for keep in handler.filters:
            caught.addFilter(keep)
    got_request_exception.connect(caught.note_exception)
    try:
        yield caught
    finally:
        got_request_exception.disconnect(caught.note_exception)
        root.handlers = before


class InProcess:
    """The WSGI application, called as a server calls it."""

    def __init__(self, application: Any, caught: Caught) -> None:
        self.application, self.caught = application, caught

    def send(self, sent: Sent) -> Reply:
        started: list[Any] = []
        try:
            with open_database():
                response = self.application(environ_of(sent), lambda *start: started.extend(start))
                body = b"".join(response)
                response.close()
        except Exception:  # a server would answer with a bare 500
            return Reply(500, [], b"", self.caught.take() + traceback.format_exc())
        status, headers = started[:2]
        return Reply(int(status[:3]), headers, body, self.caught.take())


@contextmanager
def site_in_process() -> Iterator[InProcess]:
    """The site as its settings are now."""
    from config.wsgi import Handler

    with caught_errors() as caught:
        yield InProcess(Handler(), caught)


@contextmanager
def open_database() -> Iterator[None]:
    """Django closes it after each request, unless the test client made it, which does this too."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


def environ_of(sent: Sent) -> dict[str, Any]:
    path, _, query = sent.target.partition("?")
    environ = {
        "REQUEST_METHOD": sent.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "QUERY_STRING": query,
        "CONTENT_LENGTH": str(len(sent.body)),
        "SERVER_NAME": HOST,
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": HOST,
        "HTTP_COOKIE": sent.cookie_line.encode("latin-1", "replace").decode("latin-1"),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(sent.body),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in sent.headers.items():
        key = name.upper().replace("-", "_")
        environ[key if key == "CONTENT_TYPE" else f"HTTP_{key}"] = value
    return environ


class OverSocket:
    """A server at an address, whose log is a file."""

    def __init__(self, url: str, log: Any) -> None:
        address = urlsplit(url)
        self.address, self.log, self.seen = (address.hostname, address.port), log, 0

    def send(self, sent: Sent) -> Reply:
        with socket.create_connection(self.address, timeout=SECONDS) as connection:
            # Broken where it is refused before all of it is read; the reply says why.
            with suppress(BrokenPipeError, ConnectionResetError):
                connection.sendall(sent.wire())
            response = http.client.HTTPResponse(connection, method=sent.method)
            response.begin()
            body = response.read()
        return Reply(response.status, response.getheaders(), body, self.new_log())

    def new_log(self) -> str:
        with self.log.open("rb") as log:
            log.seek(self.seen)
            text = log.read()
        self.seen += len(text)
        return text.decode("utf-8", "replace")
