"""What a page says of what happened to its session."""

from engines.conditions import Conditions, Move
from engines.engine import Engine

MAX_NAMED = 4  # keys at most that the sentence about a move names


def describe_trouble(conditions: Conditions, engine: Engine) -> str:
    """What went wrong with a session of this engine; empty where all is well."""
    name = engine.name
    if conditions.not_deleted:
        return (
            f"The store of your session ({name}) does not answer, so it could not "
            "be told that you signed out. This browser has forgotten the session; it ends by "
            "itself in the store."
        )
    if conditions.outage:
        return (
            f"The store of your session ({name}) does not answer. Your answers are "
            "kept. The session is as it was when the store is back; you can also move it now."
        )
    if conditions.outgrown:
        return (
            "Your session has outgrown its cookie: a browser would have dropped it in silence. "
            f"It moved to {name}, whole."
        )
    if conditions.without_copy:
        return (
            "The cache does not answer, so your session is read from the database. Nothing is lost."
        )
    if conditions.site_move_refused:
        return "Your instructor moved this site to another engine. " + conditions.site_move_refused
    return ""


def describe_site_move(conditions: Conditions) -> str:
    """That the session was moved because the whole site was; empty where it was not."""
    move = conditions.site_move
    if move is None:
        return ""
    return f"Your instructor moved this site to {move.target.name}. {describe_move(move)}"


def describe_move(move: Move) -> str:
    """What a move did, for the one whose session it was."""
    if move.unread:
        return (
            f"{move.source.name} does not answer, so your session begins anew in "
            f"{move.target.name}. Your progress is made again from your answers."
        )
    return (
        f"Moved from {move.source.name} to {move.target.name}: {describe_keys(move.keys)}, "
        f"{move.size:,} bytes, read back and compared in {move.seconds * 1000:.1f} ms. "
        f"{describe_old_copy(move.source)}"
    )


def describe_keys(keys: tuple[str, ...]) -> str:
    """How many came along, and by name those that are not Django's own."""
    number = "1 key" if len(keys) == 1 else f"{len(keys)} keys"
    named = [key for key in keys if not key.startswith("_")][:MAX_NAMED]
    return f"{number} came along" + (f" ({', '.join(named)})" if named else "")


def describe_old_copy(source: Engine) -> str:
    if source.in_cookie:
        return "The old cookie is replaced; a copy of it made earlier would still be valid."
    return f"The copy in {source.name} is deleted."
