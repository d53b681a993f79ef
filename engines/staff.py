"""Staff never keep a session in a signed cookie: a copy would outlive their sign-out."""

from typing import Any

from django.http import HttpRequest

from engines import move
from engines.registry import first_on_server


def leave_signed_cookie(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    """At sign-in, a staff session moves from its cookie to the first engine on a server."""
    engine = getattr(getattr(request, "session", None), "engine", None)
    if engine and engine.in_cookie and getattr(user, "is_staff", False):
        move.begin(request, first_on_server())
