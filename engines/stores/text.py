"""A session as JSON text, in every engine the same: it is to fit whichever it moves to."""

import json
from typing import Any

import msgspec

# What Django's JSONSerializer writes, by a coder that is made once, not for every save.
to_json = json.JSONEncoder(separators=(",", ":")).encode


def from_json(text: str | bytes) -> Any:
    """What `to_json` wrote. Raises ValueError for what is no JSON."""
    try:
        return msgspec.json.decode(text)
    except ValueError:  # NaN and lone surrogates are Python's own; it reads them, more slowly
        return json.loads(text)


class Serializer:
    """Writes what `django.contrib.sessions.serializers.JSONSerializer` does, and reads it."""

    def dumps(self, obj: Any) -> bytes:
        return to_json(obj).encode("latin-1")

    def loads(self, data: bytes) -> Any:
        return from_json(data)
