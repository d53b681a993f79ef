"""Moving a session from one engine to another without losing any of it.

`begin` writes the copy, reads it back and makes it the request's session. The middleware sets the
cookie, after `settle` has looked whether another request moved the session first. `finish` then
deletes the old copy. In this order there is a whole session at every moment.
"""

import logging
from time import perf_counter
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from engines import circuit_breaker
from engines.conditions import Move
from engines.engine import Engine
from engines.forwarding import moved_session_with
from engines.limits import CookieTooLarge, cookie_limit
from engines.models import Forward
from engines.outage import StillSilent, store_errors
from engines.registry import first_on_server
from engines.site_engine import current_choice
from engines.store import SessionStore

logger = logging.getLogger(__name__)

# A session that has followed the site's engine carries which choice of it that was.
TURN = "_site_turn"


class MoveRefused(Exception):
    """The session stays where it is. The message says why and what to do."""


def begin(request: HttpRequest, target: Engine) -> Move:
    """Write a copy to `target`, read it back, and make it the request's session.

    The new session has a new key; expiry and sign-in are part of the data and come along.
    Raises MoveRefused, with nothing changed.
    """
    old: Any = request.session
    if target == old.engine and old.session_key:
        raise MoveRefused(f"Your session is in {target.name} already.")
    refuse_staff_cookie(request, target)
    if circuit_breaker.is_silent(target.server):
        raise MoveRefused(no_answer(target))
    data = {key: value for key, value in old.items() if key != TURN}
    new = SessionStore(engine=target.name)
    new.meter = old.meter
    new.update(data)
    if turn := current_choice().turn:
        new[TURN] = turn  # whoever moves now need not be moved for the site's sake
    start = perf_counter()
    save_and_compare(new, target)
    seconds = perf_counter() - start
    new.update_conditions(moving_from=old if old.session_key else None)
    request.session = new
    keys, unread = tuple(sorted(data)), old.conditions.outage
    return Move(old.engine, target, keys, new.meter.size or 0, seconds, unread)


def refuse_staff_cookie(request: HttpRequest, target: Engine) -> None:
    if target.in_cookie and getattr(getattr(request, "user", None), "is_staff", False):
        raise MoveRefused(
            "Staff can't keep a session in a signed cookie: a copied cookie would stay "
            "signed in after you sign out. Your session stays where it is."
        )


def no_answer(target: Engine) -> str:
    return (
        f"{target.name} does not answer. Your session stays where it is, and nothing is lost. "
        f"{target.remedy}"
    )


def save_and_compare(new: Any, target: Engine) -> None:
    """Save `new` and read it back from the store. Raises MoveRefused; nothing is left over."""
    try:
        new.save()
        copy = SessionStore(new.session_key)
        copy.meter = new.meter
        arrived = dict(copy.items())
        if new.conditions.outage or copy.conditions.outage:
            raise StillSilent
    except CookieTooLarge as error:
        raise MoveRefused(
            f"Your session would make a cookie of {error.size:,} bytes. Browsers silently drop one "
            f"over 4,096, so {cookie_limit():,} is the limit here. Your session stays where it is."
        ) from error
    except Exception as error:  # whatever this store's client raises; nothing has changed yet
        logger.warning("Moving a session to %s failed", target.name, exc_info=True)
        circuit_breaker.note_silence(target.server, error)
        raise MoveRefused(no_answer(target)) from error
    if copy.session_key is None or arrived != as_stored(new):
        new.delete()
        raise MoveRefused(
            f"What came back from {target.name} is not what was written. "
            "Your session stays where it is, and nothing is lost."
        )


def as_stored(session: Any) -> Any:
    """The session's data as JSON gives it back: a tuple returns as a list."""
    serializer = session.serializer()
    return serializer.loads(serializer.dumps(dict(session.items())))


def leave_cookie(session: Any) -> Any:
    """Begin the move of a session that has outgrown its cookie; the new session, saved."""
    new = SessionStore(engine=first_on_server().name)
    new.update(dict(session.items()))
    new.meter = session.meter
    new.update_conditions(moving_from=session, outgrown=True)
    new.save()
    return new


def settle(session: Any) -> Any:
    """The session to go on with: this one, or the one that another request moved it to first.

    Of two requests that move one session at once, the first leaves the forwarding address. The
    second lays its changes over that one and takes its own copy away.
    """
    old = session.conditions.moving_from
    if old is None or old.loaded_key is None:
        return session
    try:
        if Forward.objects.leave(old.loaded_key, session.session_key):
            return session
        first = moved_session_with(old, dict(session.items()))
        if not session.engine.in_cookie:
            session.delete()
        return first or session
    except store_errors():  # without an address, whoever is under way begins anew
        logger.exception("A move to %s leaves no address", session.engine.name)
        return session


def finish(session: Any, response: HttpResponse) -> None:
    """Delete the copy that a move left in the old engine, once the response sets the new cookie."""
    old = session.conditions.moving_from
    if old is None or settings.SESSION_COOKIE_NAME not in response.cookies:
        return
    session.update_conditions(moving_from=None)
    size, old.meter = session.meter.size, session.meter
    try:
        if session.engine.in_cookie and old.loaded_key:
            Forward.objects.correct(old.loaded_key, session.session_key)
        if not old.engine.in_cookie:
            old.delete()
    except store_errors():  # its copy ends by itself, the visitor goes on
        logger.exception("The session left behind in %s is not deleted", old.engine.name)
    session.meter.size = size
