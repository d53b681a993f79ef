"""What anyone can do with a signed cookie, without the key it was signed with.

Django documentation, "How to use sessions", "Using cookie-based sessions": "No guarantee of
privacy". The form of the text: `django.core.signing`.
"""

import base64
import json
import zlib
from typing import Any


def decode_without_key(cookie: str) -> Any:
    """The data in a signed cookie; None where the cookie holds a key only."""
    text, *signed = cookie.rsplit(":", 2)
    if len(signed) != 2:
        return None
    data = base64.urlsafe_b64decode(text.removeprefix(".") + "==")
    return json.loads(zlib.decompress(data) if text.startswith(".") else data)


def forge_cookie(cookie: str, data: Any) -> str:
    """The same signature under other data; where the cookie holds a key, another key."""
    if decode_without_key(cookie) is None:
        return ("b" if cookie.startswith("a") else "a") + cookie[1:]
    _, signature = cookie.split(":", 1)
    text = base64.urlsafe_b64encode(json.dumps(data, separators=(",", ":")).encode())
    return f"{text.decode().rstrip('=')}:{signature}"
