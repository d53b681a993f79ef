"""What every page shows of the session it was served with."""

from typing import Any

from django.http import HttpRequest

from engines.reach import is_silent
from engines.registry import ENGINES
from engines.site import chosen
from lab.placeholders import HOLES


def panel(request: HttpRequest) -> dict[str, Any]:
    """`session_engine` in use, all `engines` and those that are `silent`, and the `figures`.

    The figures are holes, filled on the way out.
    """
    session = getattr(request, "session", None)
    request.has_holes = True  # type: ignore[attr-defined]  # for the middleware to fill
    return {
        "session_engine": session.engine if session is not None else chosen().engine,
        "engines": ENGINES.values(),
        "silent": [engine for engine in ENGINES.values() if is_silent(engine.server)],
        "figures": HOLES,
    }
