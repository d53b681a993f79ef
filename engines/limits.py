"""How much of a session a cookie can carry."""

from django.conf import settings

# A browser takes this many bytes of name and value, and silently drops more.
BROWSER_LIMIT = 4_096


def cookie_limit() -> int:
    """The most bytes that are sent: `settings.SESSION_COOKIE_LIMIT`, below the browsers' own."""
    return int(getattr(settings, "SESSION_COOKIE_LIMIT", 3_800))


class CookieTooLarge(Exception):
    """The session is too large for its cookie. It was not sent, and the old one stays."""

    def __init__(self, size: int) -> None:
        self.size = size
        super().__init__(f"{size} bytes")


def cookie_size(value: str) -> int:
    """Bytes of a session cookie as browsers count them, with one for the `=`."""
    return len(settings.SESSION_COOKIE_NAME) + 1 + len(value)
