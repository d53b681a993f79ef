"""Staff never keep a session in a signed cookie: a copy would outlive their sign-out."""

from typing import Any

from django.http import HttpRequest

from engines.move import move
from engines.registry import FIRST_ON_SERVER


def leave_the_cookie(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    """At sign-in, a staff session moves to the first engine on the server."""
    engine = getattr(getattr(request, "session", None), "engine", None)
    if engine and not engine.prefix and user.is_staff:
        move(request, FIRST_ON_SERVER)
