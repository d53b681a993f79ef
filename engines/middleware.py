"""Django's session middleware, with the meter's figures on every response."""

import logging
from typing import Any

from django.conf import settings
from django.contrib.sessions import middleware
from django.http import HttpRequest, HttpResponse

from engines import holes

logger = logging.getLogger(__name__)


class SessionMiddleware(middleware.SessionMiddleware):
    """Finish a move after the new cookie is set; then say what the session cost."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        response = super().process_response(request, response)
        session = getattr(request, "session", None)
        if session is None:
            return response
        if settings.SESSION_COOKIE_NAME in response.cookies:
            finish_move(session)
        response["Server-Timing"] = session.meter.server_timing(session.engine.name)
        if not response.streaming:
            holes.fill(response, session.meter.figures())
        return response


def finish_move(session: Any) -> None:
    """Delete the copy that a move left in the old engine, now that the new cookie is set."""
    old = getattr(session, "left_behind", None)
    if old is None:
        return
    old.meter, session.left_behind = session.meter, None
    size = session.meter.size
    try:
        old.delete()
    except Exception:  # the old store is down: its copy ends by itself, the learner goes on
        logger.exception("The session left behind in %s is not deleted", old.engine.name)
    session.meter.size = size
