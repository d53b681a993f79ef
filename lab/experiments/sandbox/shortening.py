"""Long keys and cookies, cut to what tells them apart. They are no secret: a run has its own."""

import re

ELLIPSIS = "…"


def shorten_value(value: str, length: int = 6) -> str:
    """The first characters; short values stay as they are."""
    return value if len(value) <= 2 * length else value[:length] + ELLIPSIS


def shorten_cookie_header(text: str) -> str:
    """A `Cookie` or `Set-Cookie` header with the value of its first cookie cut."""
    return re.sub(r"^([^=]+=)([^;]*)", lambda part: part[1] + shorten_value(part[2]), text)
