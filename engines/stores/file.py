import contextlib
import fcntl
import os
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends import file
from django.core.exceptions import SuspiciousOperation

from engines.meter import WRITE
from engines.stores.base import Swapping


class SessionStore(Swapping, file.SessionStore):
    """Django's, but a write that fails is never silent, and `set_expiry(seconds)` is obeyed."""

    def __init__(self, session_key: str | None = None) -> None:
        super().__init__(session_key)
        self.storage_path = self._get_storage_path()
        self.file_prefix = settings.SESSION_COOKIE_NAME

    @classmethod
    def _get_storage_path(cls) -> str:
        # Django caches the path on whichever class asks first; a system check looks at it here.
        return str(settings.SESSION_FILE_PATH)

    def reach(self) -> None:
        if not os.access(self.storage_path, os.W_OK | os.X_OK):
            raise PermissionError(f"{self.storage_path} is not a folder that can be written to")

    def _fetch(self) -> str | None:
        self.meter.count("file")
        try:
            text, saved = read(self._key_to_file())
            self._seen = self.decode(text)
            if saved + self._seconds(self._seen, saved) > time.time():
                return text
            self.delete()
        except (FileNotFoundError, ValueError, SuspiciousOperation):
            pass  # no such file, or not one of ours: no session
        return None

    def _insert(self, text: str) -> bool:
        self.meter.count("file")
        try:
            new = os.open(self._key_to_file(), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return False
        write(new, text)
        return True

    def _swap(self, expected: str, text: str) -> str | None:
        self.meter.count("file")
        try:
            path = self._key_to_file()
            with locked(path) as found:
                if found == expected:
                    replace(path, text)
                    return text
                return found
        except FileNotFoundError:
            return None

    def _overwrite(self, text: str) -> bool:
        self.meter.count("file")
        path = self._key_to_file()
        if not os.path.exists(path):
            return False
        replace(path, text)
        return True

    def delete(self, session_key: str | None = None) -> None:
        with self.metered(WRITE):
            self.meter.count("file")
            super().delete(session_key)

    def _expiry_date(self, session_data: dict[str, Any]) -> datetime:
        """For `clear_expired`."""
        saved: datetime = self._last_modification()
        return saved + timedelta(seconds=self._seconds(session_data, saved.timestamp()))

    def _seconds(self, data: dict[str, Any], saved: float) -> float:
        """How long a session lives that was saved at `saved` (Unix seconds).

        Django's, with a number of seconds obeyed (ticket #22938: it never ends it there).
        """
        expiry = data.get("_session_expiry")
        if isinstance(expiry, int) and expiry:
            return expiry
        if isinstance(expiry, str):
            return datetime.fromisoformat(expiry).timestamp() - saved
        age: int = self.get_session_cookie_age()
        return age


# Plain system calls: Python's file objects would cost more than the reading and writing.


def read(path: str) -> tuple[str, float]:
    """The text of a file, and when it was written (Unix seconds)."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        about = os.fstat(descriptor)
        return os.read(descriptor, about.st_size).decode("ascii"), about.st_mtime
    finally:
        os.close(descriptor)


def write(descriptor: int, text: str) -> None:
    """Write all of the text, or raise OSError, and close."""
    data = text.encode("ascii")
    try:
        while data:
            data = data[os.write(descriptor, data) :]
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def locked(path: str) -> Iterator[str]:
    """The file's text, with nobody else between reading and replacing it."""
    while True:
        with open(path, encoding="ascii") as stored:
            fcntl.flock(stored, fcntl.LOCK_EX)
            # Another may have taken the name while this one waited for the old one's lock.
            if os.fstat(stored.fileno()).st_ino == os.stat(path).st_ino:
                yield stored.read()
                return


def replace(path: str, text: str) -> None:
    """Write beside the file and rename: a short write or a crash leaves the old one whole."""
    descriptor, name = tempfile.mkstemp(dir=os.path.dirname(path), prefix=".")
    try:
        write(descriptor, text)
        os.replace(name, path)
    except OSError:
        os.unlink(name)
        raise
