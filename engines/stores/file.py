from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends import file
from django.core.exceptions import SuspiciousOperation

from engines.meter import READ, WRITE
from engines.stores.base import Switchable


class SessionStore(Switchable, file.SessionStore):
    engine_name = "file"

    @classmethod
    def _get_storage_path(cls) -> str:
        # Django caches the path on whichever class asks first; a system check looks at it here.
        return str(settings.SESSION_FILE_PATH)

    def load(self) -> dict[str, Any]:
        """Django's, without the empty file that it makes when it reads an expired one."""
        with self.metered(READ):
            self.meter.count("file")
            try:
                data = self.decode(Path(self._key_to_file()).read_text(encoding="ascii"))
                if self.get_expiry_age(expiry=self._expiry_date(data)) > 0:
                    return data
                self.delete()
            except (OSError, ValueError, SuspiciousOperation):
                pass  # no such file, or not one of ours: an empty session
            self._session_key = None
            return {}

    def save(self, must_create: bool = False) -> None:
        super().save(must_create)
        with self.metered(WRITE):
            self.meter.count("file")

    def _expiry_date(self, session_data: dict[str, Any]) -> datetime:
        """Django's, with `set_expiry(seconds)` obeyed (ticket #22938: it never expires there)."""
        saved: datetime = self._last_modification()
        seconds = session_data.get("_session_expiry")
        if isinstance(seconds, int) and seconds:
            return saved + timedelta(seconds=seconds)
        if isinstance(seconds, str):
            return datetime.fromisoformat(seconds)
        return saved + timedelta(seconds=self.get_session_cookie_age())
