"""What every page shows of the session it was served with."""

from typing import Any

from django.http import HttpRequest

from engines.circuit_breaker import is_silent
from engines.registry import ENGINES
from engines.site_engine import current_choice
from lab.fragments import HOLES_IN_CONTEXT
from lab.placeholders import PLACEHOLDERS


def panel(request: HttpRequest) -> dict[str, Any]:
    """`session_engine` in use, all `engines` and those that are `silent`, the `figures`, and the
    address of the page, `page_address`. `panel_key`: all that the panel shows of these.

    The figures are placeholders, which `lab.middleware` fills. It stands last among the context
    processors, so that it can leave holes in place of what others gave (`lab.fragments`).
    """
    session = getattr(request, "session", None)
    request.has_placeholders = True  # type: ignore[attr-defined]
    engine = session.engine if session is not None else current_choice().engine
    silent = [other for other in ENGINES.values() if is_silent(other.server)]
    return {
        "session_engine": engine,
        "engines": ENGINES.values(),
        "silent": silent,
        "figures": PLACEHOLDERS,
        "page_address": request.get_full_path(),
        "panel_key": (engine.name, *(other.name for other in silent), *ENGINES),
        **(HOLES_IN_CONTEXT if getattr(request, "leaves_holes", False) else {}),
    }
