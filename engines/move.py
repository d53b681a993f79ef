"""Moving a session from one engine to another without losing any of it."""

import logging
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from django.http import HttpRequest

from engines import reach
from engines.limits import CookieTooLarge, cookie_limit
from engines.outage import StillSilent
from engines.registry import Engine
from engines.site import chosen
from engines.store import SessionStore

logger = logging.getLogger(__name__)

# A session that has followed the site's engine carries which choice of it that was.
TURN = "_site_turn"
NAMED = 4  # keys at most that the message names


class MoveRefused(Exception):
    """The session stays where it is. The message says why and what to do."""


@dataclass(frozen=True)
class Move:
    """What a move did: the engines, the names of the keys that came along, the new size (bytes).

    `seconds`: for writing the copy, reading it back and comparing. `unread`: the old store did
    not answer, so nothing could come along.
    """

    source: Engine
    target: Engine
    keys: tuple[str, ...]
    size: int
    seconds: float
    unread: bool = False

    def __str__(self) -> str:
        if self.unread:
            return (
                f"{self.source.name} does not answer, so your session begins anew in "
                f"{self.target.name}. Your progress is made again from your answers."
            )
        return (
            f"Moved from {self.source.name} to {self.target.name}: {told(self.keys)}, "
            f"{self.size:,} bytes, read back and compared in {self.seconds * 1000:.1f} ms. "
            f"{left_behind(self.source)}"
        )


def told(keys: tuple[str, ...]) -> str:
    """How many came along, and by name those that are not Django's own."""
    number = "1 key" if len(keys) == 1 else f"{len(keys)} keys"
    named = [key for key in keys if not key.startswith("_")][:NAMED]
    return f"{number} came along" + (f" ({', '.join(named)})" if named else "")


def left_behind(source: Engine) -> str:
    if source.prefix:
        return f"The copy in {source.name} is deleted."
    return "The old cookie is replaced; a copy of it made earlier would still be valid."


def move(request: HttpRequest, target: Engine) -> Move:
    """Write a copy to `target`, read it back, and make it the request's session.

    The middleware then sets the cookie and deletes the old copy, in that order, so that there
    is a whole session at every moment. The new one has a new key; expiry and sign-in are part
    of the data and come along.

    Raises MoveRefused, with nothing changed.
    """
    old: Any = request.session
    if target == old.engine and old.session_key:
        raise MoveRefused(f"Your session is in {target.name} already.")
    refuse_staff_cookie(request, target)
    if reach.is_silent(target.server):
        raise MoveRefused(no_answer(target))
    data = {key: value for key, value in old.items() if key != TURN}
    new = SessionStore(engine=target.name)
    new.meter = old.meter
    new.update(data)
    if turn := chosen().turn:
        new[TURN] = turn  # whoever moves now need not be moved for the site's sake
    start = perf_counter()
    save_and_compare(new, target)
    seconds = perf_counter() - start
    new.left_behind = old if old.session_key else None
    request.session = new
    keys = tuple(sorted(data))
    return Move(old.engine, target, keys, new.meter.size or 0, seconds, unread=old.outage)


def refuse_staff_cookie(request: HttpRequest, target: Engine) -> None:
    user = getattr(request, "user", None)
    if not target.prefix and user is not None and user.is_staff:
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
        if new.outage or copy.outage:
            raise StillSilent
    except CookieTooLarge as error:
        raise MoveRefused(
            f"Your session would make a cookie of {error.size:,} bytes. Browsers silently drop one "
            f"over 4,096, so {cookie_limit():,} is the limit here. Your session stays where it is."
        ) from error
    except Exception as error:  # whatever this store's client raises; nothing has changed yet
        logger.warning("Moving a session to %s failed", target.name, exc_info=True)
        reach.note_silence(target.server, error)
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
