"""The files of the file engine. Plain system calls: Python's file objects would cost more than
the reading and writing."""

import contextlib
import fcntl
import os
import tempfile
from collections.abc import Iterator

from django.conf import settings


def session_folder() -> str:
    """The folder of the session files; the system's own for temporary files, as in Django."""
    return str(settings.SESSION_FILE_PATH or tempfile.gettempdir())


def read_file(path: str) -> tuple[str, float]:
    """The text of a file, and when it was written (Unix seconds)."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        status = os.fstat(descriptor)
        return os.read(descriptor, status.st_size).decode("ascii"), status.st_mtime
    finally:
        os.close(descriptor)


def create_file(path: str, text: str) -> None:
    """Write a new file for this user alone. Raises FileExistsError where there is one."""
    write_and_close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), text)


def write_and_close(descriptor: int, text: str) -> None:
    """Write all of the text, or raise OSError."""
    data = text.encode("ascii")
    try:
        while data:
            data = data[os.write(descriptor, data) :]
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def locked_file(path: str) -> Iterator[str]:
    """The file's text, with nobody else between reading and replacing it."""
    while True:
        with open(path, encoding="ascii") as stored:
            fcntl.flock(stored, fcntl.LOCK_EX)
            # Another may have taken the name while this one waited for the old one's lock.
            if os.fstat(stored.fileno()).st_ino == os.stat(path).st_ino:
                yield stored.read()
                return


def replace_file(path: str, text: str) -> None:
    """Write beside the file and rename: a short write or a crash leaves the old one whole."""
    descriptor, name = tempfile.mkstemp(dir=os.path.dirname(path), prefix=".")
    try:
        write_and_close(descriptor, text)
        os.replace(name, path)
    except OSError:
        os.unlink(name)
        raise
