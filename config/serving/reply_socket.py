"""A socket that never makes a thread wait for the client to read."""

import socket
from collections.abc import Buffer


class ReplySocket(socket.socket):
    """Non-blocking. What the client has not taken yet stays in `unsent`, for the worker's loop."""

    def __init__(self, accepted: socket.socket) -> None:
        super().__init__(fileno=accepted.detach())
        self.setblocking(False)
        self.unsent = bytearray()

    def sendall(self, data: Buffer, flags: int = 0, /) -> None:
        """Send what the client takes now, and keep the rest. Raises OSError if it is gone."""
        if self.unsent:
            self.unsent += data
        else:
            self.unsent += memoryview(data)[self.send_some(data) :]

    def send_unsent(self) -> bool:
        """Whether all of it is sent now. Raises OSError if the client is gone."""
        del self.unsent[: self.send_some(self.unsent)]
        return not self.unsent

    def send_some(self, data: Buffer) -> int:
        try:
            return self.send(data)
        except BlockingIOError:
            return 0
