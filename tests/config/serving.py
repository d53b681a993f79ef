"""The tiny site, served by gunicorn with the site's own worker class."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.running import ROOT
from tests.services import free_port, wait_for
from tests.waiting import wait_until


@dataclass
class TinySite:
    url: str
    process: subprocess.Popen[bytes]
    hold: Path

    def workers(self) -> list[int]:
        return [int(pid) for pid in status_of(self.process.pid, "children")]

    def held(self) -> int:
        """How many requests wait."""
        return len(self.hold.read_text().splitlines())

    @contextmanager
    def stopping(self) -> Iterator[None]:
        """Tell the site to stop; its workers hear of it only when the block ends."""
        workers = self.workers()
        for worker in workers:
            os.kill(worker, signal.SIGSTOP)
        wait_until(lambda: all("(stopped)" in status_of(pid, "status") for pid in workers), 10)
        self.process.send_signal(signal.SIGTERM)
        wait_until(lambda: all(map(is_told_to_stop, workers)), 10)
        yield
        for worker in workers:
            os.kill(worker, signal.SIGCONT)

    def ask(self, request: bytes) -> bytes:
        """The whole reply, to a request after which the server closes."""
        with self.connect() as client:
            client.sendall(request)
            return everything(client)

    def is_closed(self) -> bool:
        """Whether nobody can connect any more."""
        try:
            self.connect().close()
        except ConnectionRefusedError:
            return True
        return False

    def connect(self) -> socket.socket:
        host, port = self.url.removeprefix("http://").split(":")
        return socket.create_connection((host, int(port)), timeout=20)


def status_of(pid: int, name: str) -> list[str]:
    return Path(f"/proc/{pid}/task/{pid}/{name}").read_text().split()


def is_told_to_stop(pid: int) -> bool:
    """Whether SIGTERM waits for a process that is paused."""
    words = status_of(pid, "status")
    return bool(int(words[words.index("ShdPnd:") + 1], 16) & 1 << signal.SIGTERM - 1)


def everything(client: socket.socket) -> bytes:
    """All that the server sends until it closes."""
    return b"".join(iter(lambda: client.recv(65_536), b""))


def until(client: socket.socket, end: bytes) -> bytes:
    """What the server sends up to `end`. Fails where it closes before."""
    reply = b""
    while not reply.endswith(end):
        data = client.recv(65_536)
        assert data, reply
        reply += data
    return reply


@contextmanager
def tiny_site(folder: Path, workers: int = 1, patience: int = 1) -> Iterator[TinySite]:
    """`patience`: seconds in which a client sends something; twice that it is kept alive."""
    port, hold = free_port(), folder / "hold"
    module = "tests.config.tiny_site"
    command = [sys.executable, "-m", "gunicorn", "-c", f"python:{module}", f"{module}:application"]
    process = subprocess.Popen(
        [*command, "--bind", f"127.0.0.1:{port}", "--workers", str(workers)],
        cwd=ROOT,
        env={**os.environ, "HOLD": str(hold), "PATIENCE": str(patience)},
    )
    site = TinySite(f"http://127.0.0.1:{port}", process, hold)
    try:
        wait_for(process, site.url)
        assert site.ask(b"GET / HTTP/1.0\r\n\r\n").endswith(b"\r\n\r\n0")
        yield site
    finally:
        process.kill()
        process.wait()
