"""Every address that the site's resolver knows, with real and odd values for its parameters."""

import re
from collections.abc import Iterator
from random import Random
from typing import Any
from urllib.parse import quote

from django.urls import URLPattern, URLResolver, get_resolver

from tests.fuzz.values import odd_value

PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>|\(\?P<(\w+)>[^)]*\)")
# Real values, so that most addresses lead somewhere.
REAL: dict[str, tuple[str, ...]] = {
    "course": ("django-sessions",),
    "lesson": ("configuration", "engines", "expiry"),
    "mode": tuple("why concept visualize deep practice challenge recall test debug".split()),
    "slug": ("never-ends", "close-or-hour", "lost-write"),
    "object_id": ("1", "2", "5", "_5F", "1_2F"),
    "version": ("1", "2"),
    "code": ("ABCDEF", "ABC DEF"),
    "app_label": ("learn", "quizzes", "auth"),
}
NUMBERS = ("1", "2", "3", "0", "2147483648", "9223372036854775807", "9223372036854775808")


def routes(resolver: Any = None, before: str = "") -> Iterator[str]:
    """The routes below a resolver, as `learn/<slug:course>/`."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = before + str(pattern.pattern).lstrip("^").rstrip("$").replace("\\Z", "")
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, route)
        elif isinstance(pattern, URLPattern):
            yield route


def filled(random: Random, route: str) -> str:
    """An address of the route, percent-encoded."""

    def fill(parameter: re.Match[str]) -> str:
        kind, name = parameter[1], parameter[2] or parameter[3]
        if random.random() < 0.15:
            return quoted(odd_value(random))
        if kind == "int":
            return random.choice(NUMBERS)
        return random.choice(REAL.get(name, ("1", "abc")))

    return "/" + PARAMETER.sub(fill, route).replace("\\", "")


def quoted(text: str) -> str:
    """Percent-encoded; lone surrogates as the bytes that they would have."""
    return quote(text[:2_000].encode("utf-8", "surrogatepass"), safe="/:")
