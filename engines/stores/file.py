import os
import time
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends import file
from django.core.exceptions import SuspiciousOperation

from engines.meter import WRITE
from engines.session_files import create_file, locked_file, read_file, replace_file, session_folder
from engines.stores.swapping import Swapping


class SessionStore(Swapping, file.SessionStore):
    """Django's, but a write that fails is never silent, and `set_expiry(seconds)` is obeyed."""

    def __init__(self, session_key: str | None = None) -> None:
        super().__init__(session_key)
        self.storage_path = self._get_storage_path()
        self.file_prefix = settings.SESSION_COOKIE_NAME

    @classmethod
    def _get_storage_path(cls) -> str:
        # Django keeps the path on the first class that asks. Here a system check looks at it.
        return session_folder()

    def ping(self) -> None:
        if not os.access(self.storage_path, os.W_OK | os.X_OK):
            raise PermissionError(f"{self.storage_path} is not a folder that can be written to")

    def _require_folder(self) -> None:
        """A file that is missing is no session. A folder that is missing is an outage.

        Raises FileNotFoundError where the folder is away, as while a disk is mounted anew.
        """
        os.stat(self.storage_path)

    def _fetch(self) -> str | None:
        self.meter.count("file")
        try:
            text, saved = read_file(self._key_to_file())
            self._seen = self.decode(text)
            if saved + self._seconds(self._seen, saved) > time.time():
                return text
            self.delete()
        except FileNotFoundError:
            self._require_folder()
        except (ValueError, SuspiciousOperation):
            pass  # not a file of ours: no session
        return None

    def _insert(self, text: str) -> bool:
        self.meter.count("file")
        try:
            create_file(self._key_to_file(), text)
        except FileExistsError:
            return False
        return True

    def _swap(self, expected: str, text: str) -> str | None:
        self.meter.count("file")
        try:
            path = self._key_to_file()
            with locked_file(path) as stored:
                if stored == expected:
                    replace_file(path, text)
                    return text
                return stored
        except FileNotFoundError:
            self._require_folder()
            return None

    def _overwrite(self, text: str) -> bool:
        self.meter.count("file")
        path = self._key_to_file()
        if not os.path.exists(path):
            self._require_folder()
            return False
        replace_file(path, text)
        return True

    def delete(self, session_key: str | None = None) -> None:
        with self.metered(WRITE):
            self.meter.count("file")
            self._require_folder()  # else the file would be back with it
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
