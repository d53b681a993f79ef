"""Requests under way during a move follow the session to its new key.

After sign-in and sign-out there is nothing to follow: those leave no forwarding address.
"""

from typing import Any

from engines.merge import merge_changes
from engines.models import Forward
from engines.store import SessionStore


def follow_move(session: Any) -> bool:
    """Turn a store whose key leads nowhere into the one its session moved to, not yet loaded.

    In place, because the view and the middleware hold this very object. False where the session
    did not move.
    """
    new = Forward.objects.find(session.session_key)
    if new is None:
        return False
    meter, modified = session.meter, session.modified
    moved = SessionStore(new)
    session.__class__ = moved.__class__
    session.__dict__.clear()
    session.__dict__.update(moved.__dict__)
    session.meter, session.modified, session.accessed = meter, modified, True
    return True


def moved_session_with(session: Any, data: dict[str, Any]) -> Any | None:
    """The session that `session` moved to, with the changes of `data`, which came too late.

    None where it did not move: it was signed out or ended, and stays so.
    """
    new = Forward.objects.find(session.loaded_key) if session.loaded_key else None
    if new is None:
        return None
    moved = SessionStore(new)
    theirs = dict(moved.items())
    if moved.session_key is None:
        return None
    both = merge_changes(session.loaded_data(), data, theirs)
    moved.clear()
    moved.update(both)
    moved.meter = session.meter
    return moved
