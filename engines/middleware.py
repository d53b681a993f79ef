"""Django's session middleware, with the meter's figures on every response."""

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

from engines.along import bring_along
from engines.follow import with_changes_of
from engines.limits import CookieTooLarge
from engines.models import Forward
from engines.outage import NO_ANSWER
from engines.registry import FIRST_ON_SERVER
from engines.site import chosen
from engines.store import SessionStore
from lab import placeholders

logger = logging.getLogger(__name__)

FOLLOWED = 20


class SessionMiddleware(middleware.SessionMiddleware):
    """Finish a move after the new cookie is set; then say what the session cost."""

    def __call__(self, request: Any) -> Any:
        if self.async_mode:
            return super().__call__(request)
        self.process_request(request)
        response: Any = self.get_response(request)
        return self.process_response(request, response)

    def process_request(self, request: Any) -> None:
        request.session = SessionStore(request.COOKIES.get(settings.SESSION_COOKIE_NAME))
        if chosen().turn:
            bring_along(request)

    def process_response(self, request: Any, response: HttpResponse) -> HttpResponse:
        if not hasattr(request, "session"):
            return response
        session = request.session
        if is_as_it_was(session):  # as most are, in the shortest way
            if session.accessed:
                vary_on_cookie(response)
        else:
            self.save(request, response)
            session = request.session
        if session.outage:
            # Neither deleted nor replaced: the browser keeps what leads back to its session.
            response.cookies.pop(settings.SESSION_COOKIE_NAME, None)
        elif session.left_behind and settings.SESSION_COOKIE_NAME in response.cookies:
            finish_move(session)
        response.headers["Server-Timing"] = session.meter.server_timing(session.engine.name)
        if hasattr(request, "has_holes") and not response.streaming:
            placeholders.fill(response, session)
        return response

    def save(self, request: Any, response: HttpResponse) -> None:
        """As Django does it, but a session that went away meanwhile is no error to a learner.

        If it moved, the changes follow it, as often as it moves. If it was signed out or ended,
        it stays so. If it has outgrown its cookie, it moves on to the server.
        """
        for _ in range(FOLLOWED):
            try:
                if request.session.left_behind:
                    request.session = settled(request.session)
                save_and_tell(request, response)
                return
            except UpdateError:
                session = request.session
                moved = with_changes_of(session, dict(session.items()))
                if moved is None:
                    return
                request.session = moved
            except CookieTooLarge:
                request.session = out_of_its_cookie(request.session)
        logger.error("A session moved faster than %d saves could follow it", FOLLOWED)


def is_as_it_was(session: Any) -> bool:
    """Whether there is nothing to save, and no cookie to set or to delete."""
    return session.session_key is not None and not (
        session.modified or session.left_behind or settings.SESSION_SAVE_EVERY_REQUEST
    )


def save_and_tell(request: Any, response: HttpResponse) -> None:
    """What `django.contrib.sessions.middleware` does with a session that the view has left.

    Its own words would take twice as long (`make bench`), so these are ours. Raises what `save`
    raises.
    """
    session, name = request.session, settings.SESSION_COOKIE_NAME
    told = session.accessed
    if session.session_key is None and session.is_empty():
        if name in request.COOKIES:
            response.delete_cookie(name, **cookie_scope())
            told = True
    elif must_save(session, response):
        age = None if session.get_expire_at_browser_close() else session.get_expiry_age()
        session.save()
        response.set_cookie(
            name,
            session.session_key,
            max_age=age,
            expires=None if age is None else date_of(int(time.time() + age)),
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=settings.SESSION_COOKIE_HTTPONLY,
            **cookie_scope(),
        )
        told = True
    if told:
        vary_on_cookie(response)


def cookie_scope() -> dict[str, Any]:
    return {
        "path": settings.SESSION_COOKIE_PATH,
        "domain": settings.SESSION_COOKIE_DOMAIN,
        "samesite": settings.SESSION_COOKIE_SAMESITE,
    }


def must_save(session: Any, response: HttpResponse) -> bool:
    """Of a page that failed nothing is kept."""
    changed = session.modified or settings.SESSION_SAVE_EVERY_REQUEST
    return changed and response.status_code < 500


@lru_cache(maxsize=100)
def date_of(second: int) -> str:
    """As cookies have it. All requests of one second say the same."""
    return http_date(second)


def vary_on_cookie(response: HttpResponse) -> None:
    if "Vary" in response.headers:
        patch_vary_headers(response, ("Cookie",))
    else:
        response.headers["Vary"] = "Cookie"


def out_of_its_cookie(session: Any) -> Any:
    """The same session in the first engine that has room for it; the page says so."""
    moved = SessionStore(engine=FIRST_ON_SERVER.name)
    moved.update(dict(session.items()))
    moved.meter, moved.left_behind, moved.outgrown = session.meter, session, True
    moved.save()
    return moved


def settled(session: Any) -> Any:
    """After a move: this session, or the one that another request moved it to before.

    Of two requests that move one session at once, the first leaves the address. The second
    lays its changes over that one and takes its own copy away.
    """
    old = session.left_behind
    if old.loaded_key is None:
        return session
    try:
        if Forward.objects.leave(old.loaded_key, session.session_key):
            return session
        first = with_changes_of(old, dict(session.items()))
        if session.engine.prefix:
            session.delete()
        return first or session
    except NO_ANSWER:  # without an address, whoever is under way begins anew
        logger.exception("A move to %s leaves no address", session.engine.name)
        return session


def finish_move(session: Any) -> None:
    """Delete the copy that a move left in the old engine, now that the new cookie is set."""
    old = session.left_behind
    size, session.left_behind, old.meter = session.meter.size, None, session.meter
    try:
        if not session.engine.prefix and old.loaded_key:
            Forward.objects.correct(old.loaded_key, session.session_key)
        if old.engine.prefix:
            old.delete()
    except NO_ANSWER:  # its copy ends by itself, the learner goes on
        logger.exception("The session left behind in %s is not deleted", old.engine.name)
    session.meter.size = size
