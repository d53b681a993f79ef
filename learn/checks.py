"""System checks of what the learner's progress needs."""

from typing import Any

from django.core.checks import Error, register

from engines.limits import cookie_limit
from learn.progress import ROOM


@register()
def a_cookie_has_room_for_the_progress(app_configs: Any, **kwargs: Any) -> list[Error]:
    if cookie_limit() >= ROOM:
        return []
    return [
        Error(
            f"SESSION_COOKIE_LIMIT={cookie_limit()} is too small: the progress of the default "
            f"course takes a signed cookie of up to {ROOM} bytes.",
            hint=f"Set it to {ROOM} or more, or leave it out.",
            id="learn.E001",
        )
    ]
