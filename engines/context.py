"""What every page shows of the session it was served with."""

from typing import Any

from django.http import HttpRequest

from engines.holes import HOLES
from engines.registry import ENGINES, default_engine


def panel(request: HttpRequest) -> dict[str, Any]:
    """`session_engine` in use, all `engines`, and the `figures` (holes, filled on the way out)."""
    session = getattr(request, "session", None)
    return {
        "session_engine": session.engine if session is not None else default_engine(),
        "engines": ENGINES.values(),
        "figures": HOLES,
    }
