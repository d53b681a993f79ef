"""A server seen through a proxy, which counts the round trips and can make them long."""

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit


class Proxy:
    """Passes bytes both ways and counts how often the client begins to speak.

    `delay`: seconds that each round trip takes longer, the one that opens a connection too.
    """

    def __init__(self, server: tuple[str, int], delay: float = 0) -> None:
        self.trips, self.opened, self.server, self.delay = 0, 0, server, delay
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self) -> None:
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            self.opened += 1
            for one in (client, server := socket.create_connection(self.server)):
                one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=self.there, args=(client, server), daemon=True).start()
            threading.Thread(target=self.back, args=(server, client), daemon=True).start()

    def there(self, client: socket.socket, server: socket.socket) -> None:
        self.answered = True
        time.sleep(self.delay)  # the handshake, which the loopback did at once
        while data := self.read(client):
            if self.answered:
                self.trips, self.answered = self.trips + 1, False
                time.sleep(self.delay)
            server.sendall(data)

    def back(self, server: socket.socket, client: socket.socket) -> None:
        while data := self.read(server):
            self.answered = True
            client.sendall(data)

    def read(self, one: socket.socket) -> bytes:
        try:
            return one.recv(65536)
        except OSError:
            return b""


@contextmanager
def proxied(variable: str, delay: float = 0) -> Iterator[tuple[Proxy, str]]:
    """The server that an environment variable names, behind a proxy; the URL to it."""
    url = urlsplit(os.environ[variable])
    proxy = Proxy((str(url.hostname), int(url.port or 0)), delay)
    try:
        yield proxy, os.environ[variable].replace(f":{url.port}", f":{proxy.port}")
    finally:
        proxy.listener.close()
