"""A small application and gunicorn's settings for it: the worker class alone, without Django.

`GET /large` is more than a client's and the server's buffers hold. `POST` is answered with the
length of what arrived, `/headers` with what a proxy said. `/held` is answered once the file that
`HOLD` names is gone, and of `/half` the second half; each request that waits there adds a line.
"""

import os
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from config.gunicorn import sendfile, worker_class  # noqa: F401 - gunicorn reads them here
from config.serving import worker

LARGE = 12_000_000  # bytes

PATIENCE = int(os.environ.get("PATIENCE", "1"))
worker.PAUSE, worker.LINGER_REFUSED = PATIENCE, 5
threads = 2
timeout, graceful_timeout, keepalive = 30, max(5, PATIENCE), 2 * PATIENCE
control_socket_disable = True
loglevel = "critical"

SAID = ("HTTP_HOST", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO")


def wait_in(hold: Path) -> None:
    """A file that is gone lets everybody through, and must not come back by being written to."""
    try:
        arrivals = os.open(hold, os.O_WRONLY | os.O_APPEND)
    except FileNotFoundError:
        return
    os.write(arrivals, b"a request\n")
    os.close(arrivals)
    while hold.exists():
        time.sleep(0.01)  # looks again


def halves(hold: Path) -> Iterator[bytes]:
    yield b"1"
    wait_in(hold)
    yield b"2"


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    path = environ["PATH_INFO"]
    if path == "/held":
        wait_in(Path(os.environ["HOLD"]))
    if path == "/half":
        start_response("200 OK", [("Content-Length", "2")])
        return halves(Path(os.environ["HOLD"]))
    if path == "/large":
        body = b"x" * LARGE
    elif path == "/headers":
        body = repr([environ.get(name) for name in SAID]).encode()
    else:
        body = str(len(environ["wsgi.input"].read())).encode()
    start_response("200 OK", [("Content-Length", str(len(body)))])
    return [body]
