"""Long values, cut to what tells them apart. They are worthless outside a run, but long."""

import re

ELLIPSIS = "…"


def shortened(value: str, length: int = 6) -> str:
    """The first characters; short values stay as they are."""
    return value if len(value) <= 2 * length else value[:length] + ELLIPSIS


def shortened_cookie(text: str) -> str:
    """A `Cookie` or `Set-Cookie` header with the value of its first cookie cut."""
    return re.sub(r"^([^=]+=)([^;]*)", lambda part: part[1] + shortened(part[2]), text)
