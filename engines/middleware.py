"""Django's session middleware, which follows moves and sends the meter's figures."""

import logging
import time
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.contrib.sessions import middleware
from django.contrib.sessions.backends.base import UpdateError
from django.http import HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.http import http_date

from engines import move
from engines.conditions import USUAL
from engines.forwarding import moved_session_with
from engines.limits import CookieTooLarge
from engines.outage import store_errors
from engines.site_engine import current_choice
from engines.site_switch import follow_site_engine
from engines.store import SessionStore

logger = logging.getLogger(__name__)

MAX_FOLLOWED = 20  # moves of one session during one request


class SessionMiddleware(middleware.SessionMiddleware):
    """Save the session and set its cookie; finish a move; say what the session cost."""

    def __call__(self, request: Any) -> Any:
        if self.async_mode:
            return super().__call__(request)
        self.process_request(request)
        response: Any = self.get_response(request)
        return self.process_response(request, response)

    def process_request(self, request: Any) -> None:
        request.session = SessionStore(request.COOKIES.get(settings.SESSION_COOKIE_NAME))
        if current_choice().turn:
            follow_site_engine(request)

    def process_response(self, request: Any, response: HttpResponse) -> HttpResponse:
        if not hasattr(request, "session"):
            return response
        if is_unchanged(request.session):  # as most are, in the shortest way
            if request.session.accessed:
                vary_on_cookie(response)
        else:
            self.save(request, response)
        session = request.session
        if session.conditions.outage:
            # Neither deleted nor replaced: the browser keeps what leads back to its session.
            response.cookies.pop(settings.SESSION_COOKIE_NAME, None)
        elif session.conditions is not USUAL:
            move.finish(session, response)
        response.headers["Server-Timing"] = session.meter.server_timing(session.engine.name)
        return response

    def save(self, request: Any, response: HttpResponse) -> None:
        """As Django does it, but a session that went away meanwhile is no error.

        If it moved, the changes follow it, as often as it moves. If it was signed out or ended,
        it stays so. If it has outgrown its cookie, it moves on to the server.
        """
        for _ in range(MAX_FOLLOWED):
            try:
                request.session = move.settle(request.session)
                save_and_set_cookie(request, response)
                return
            except UpdateError:
                moved = moved_or_unknown(request.session)
                if moved is None:
                    return
                request.session = moved
            except CookieTooLarge:
                request.session = move.leave_cookie(request.session)
        logger.error("A session moved faster than %d saves could follow it", MAX_FOLLOWED)


def moved_or_unknown(session: Any) -> Any | None:
    """Where a session went that is gone, with its changes; None where it ended.

    None also where the database does not say, and then the browser keeps its cookie.
    """
    try:
        return moved_session_with(session, dict(session.items()))
    except store_errors():
        logger.exception("Whether a session has moved is not known")
        session.update_conditions(outage=True)
        return None


def is_unchanged(session: Any) -> bool:
    """Whether there is nothing to save, and no cookie to set or to delete."""
    return session.session_key is not None and not (
        session.modified
        or session.conditions.moving_from is not None
        or settings.SESSION_SAVE_EVERY_REQUEST
    )


def save_and_set_cookie(request: Any, response: HttpResponse) -> None:
    """Do what `django.contrib.sessions.middleware` does once the view is through.

    Its own code would take twice as long (`make bench`), so this is ours. Raises what `save`
    raises.
    """
    session, name = request.session, settings.SESSION_COOKIE_NAME
    varies = session.accessed
    if session.session_key is None and session.is_empty():
        if name in request.COOKIES:
            response.delete_cookie(name, **cookie_scope())
            varies = True
    elif must_save(session, response):
        age = None if session.get_expire_at_browser_close() else session.get_expiry_age()
        session.save()
        response.set_cookie(
            name,
            session.session_key,
            max_age=age,
            expires=None if age is None else format_cookie_date(int(time.time() + age)),
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=settings.SESSION_COOKIE_HTTPONLY,
            **cookie_scope(),
        )
        varies = True
    if varies:
        vary_on_cookie(response)


def cookie_scope() -> dict[str, Any]:
    return {
        "path": settings.SESSION_COOKIE_PATH,
        "domain": settings.SESSION_COOKIE_DOMAIN,
        "samesite": settings.SESSION_COOKIE_SAMESITE,
    }


def must_save(session: Any, response: HttpResponse) -> bool:
    """A response with a server error saves nothing."""
    changed = session.modified or settings.SESSION_SAVE_EVERY_REQUEST
    return changed and response.status_code < 500


@lru_cache(maxsize=100)
def format_cookie_date(second: int) -> str:
    """As cookies have it. All requests of one second share it."""
    return http_date(second)


def vary_on_cookie(response: HttpResponse) -> None:
    if "Vary" in response.headers:
        patch_vary_headers(response, ("Cookie",))
    else:
        response.headers["Vary"] = "Cookie"
