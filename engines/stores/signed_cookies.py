import logging
from time import perf_counter
from typing import Any

from django.contrib.sessions.backends import signed_cookies
from django.contrib.sessions.backends.base import UpdateError
from django.core import signing
from django.utils.crypto import get_random_string

from engines.limits import CookieTooLarge, cookie_limit, cookie_size
from engines.meter import WRITE
from engines.models import Forward
from engines.outage import store_errors
from engines.stores.base import Switchable

logger = logging.getLogger(__name__)

SALT = "django.contrib.sessions.backends.signed_cookies"
# Holds a random text of each session, which is no part of its data. Else two visitors with the same
# data, signed in the same second, would have the same cookie: one moves on, and both would follow.
UNLIKE = "_unlike"


class SessionStore(Switchable, signed_cookies.SessionStore):
    unlike = ""

    def load(self) -> dict[str, Any]:
        """Django's, but a broken or expired cookie makes no new one. It is an empty session."""
        key, age = self.session_key or "", self.get_session_cookie_age()
        start = perf_counter()
        try:
            data: dict[str, Any] = signing.loads(
                key, serializer=self.serializer, max_age=age, salt=SALT
            )
        except (signing.BadSignature, ValueError):
            self._session_key = None
            return {}
        self.meter.seconds += perf_counter() - start
        self.meter.size = len(key)
        self.unlike = data.pop(UNLIKE, "")
        return data

    def _get_session_key(self) -> str:
        """Django's cookie, unlike that of any other session."""
        data = dict(self._session)  # which loads it, and with it what makes it unlike
        self.unlike = data[UNLIKE] = self.unlike or get_random_string(8)
        return signing.dumps(data, compress=True, salt=SALT, serializer=self.serializer)

    def loaded_data(self) -> dict[str, Any]:
        again: dict[str, Any] = type(self)(self.loaded_key).load()
        return again

    def was_left(self) -> bool:
        """Whether a move has left this cookie. Where the database does not say, it counts."""
        try:
            return bool(self.loaded_key and Forward.objects.find(self.loaded_key))
        except store_errors():
            logger.warning("Whether a signed cookie was left by a move is not known", exc_info=True)
            return False

    def save(self, must_create: bool = False) -> None:
        """Django's, within limits. Sets the cookie's value as the key.

        Raises UpdateError for a cookie that was left by a move, which is not brought back, and
        CookieTooLarge where a browser would drop it.
        """
        if self.merging and self.was_left():
            raise UpdateError
        value = self._get_session_key()
        if (size := cookie_size(value)) > cookie_limit():
            raise CookieTooLarge(size)
        self._session_key, self.modified = value, True
        with self.metered(WRITE):
            self.meter.count("Set-Cookie")
            self.meter.size = len(self.session_key or "")
