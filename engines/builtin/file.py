from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from django.conf import settings

from engines.engine import CacheSettings, Engine, SessionCount, count_up_to_limit, remedy_for
from engines.session_files import session_folder
from engines.storage_inspector import StoredCopy, format_moment, shorten_key, split_signed


class FileEngine(Engine):
    """A file for each session, in one folder."""

    label = "File"
    where = "disk"
    place = "a file on the server's disk"
    survives = "restarts of the server and of the browser"
    lost_by = "losing the folder; a second server does not see it"
    store_path = "engines.stores.file.SessionStore"

    def __init__(self, name: str, prefix: str) -> None:
        super().__init__(name, prefix)
        self.remedy = remedy_for("files", "Make the folder that SESSION_FILE_PATH names writable.")

    @classmethod
    def configured(cls, caches: CacheSettings) -> Iterator[Self]:
        yield cls("file", "fi")

    def count(self) -> SessionCount:
        return SessionCount(self, *count_up_to_limit(self._files()))

    def count_stored(self) -> int:
        return sum(1 for _ in self._files())

    def _files(self) -> Iterator[Path]:
        return Path(session_folder()).glob(f"{settings.SESSION_COOKIE_NAME}{self.prefix}*")

    def inspect(self, session: Any) -> Iterator[StoredCopy]:
        path = Path(session._key_to_file())
        try:
            text, status = path.read_text(encoding="ascii"), path.stat()
        except FileNotFoundError:
            return
        saved = datetime.fromtimestamp(status.st_mtime, UTC)
        facts = [
            ("name", path.name.replace(session.session_key, shorten_key(session.session_key))),
            ("size", f"{status.st_size:,} bytes"),
            ("may be read by", describe_readers(status.st_mode)),
            ("saved", format_moment(saved)),
        ]
        yield StoredCopy("The file on the server's disk", facts, split_signed(text, session))


def describe_readers(mode: int) -> str:
    return "more than the server's user" if mode & 0o077 else "the server's user alone"
