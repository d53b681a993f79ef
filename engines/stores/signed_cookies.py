from typing import Any

from django.contrib.sessions.backends import signed_cookies
from django.core import signing

from engines.meter import READ, WRITE
from engines.stores.base import Switchable

SALT = "django.contrib.sessions.backends.signed_cookies"


class SessionStore(Switchable, signed_cookies.SessionStore):
    engine_name = "signed_cookies"

    def load(self) -> dict[str, Any]:
        """Django's, but a broken or expired cookie is a new visitor, who gets no cookie yet."""
        with self.metered(READ):
            key = self.session_key or ""
            try:
                data: dict[str, Any] = signing.loads(
                    key,
                    serializer=self.serializer,
                    max_age=self.get_session_cookie_age(),
                    salt=SALT,
                )
            except (signing.BadSignature, ValueError):
                self._session_key = None
                return {}
            self.meter.size = len(key)
            return data

    def save(self, must_create: bool = False) -> None:
        super().save(must_create)
        with self.metered(WRITE):
            self.meter.count("Set-Cookie")
            self.meter.size = len(self.session_key or "")
