"""A store that does not answer is not an empty session."""

from typing import Any

import pymemcache
import redis
from django.db import InterfaceError, OperationalError

# What the clients of the stores raise when theirs does not answer.
NO_ANSWER = (
    OSError,
    OperationalError,
    InterfaceError,
    redis.exceptions.RedisError,
    pymemcache.exceptions.MemcacheError,
)


class StillSilent(ConnectionError):
    """It did not answer a moment ago, so it was not asked."""


def told(session: Any) -> str:
    """What a page says of it; empty where all is well."""
    if session.unforgotten:
        return (
            f"The store of your session ({session.engine.name}) does not answer, so it could not "
            "be told that you signed out. This browser has forgotten the session; it ends by "
            "itself in the store."
        )
    if session.outage:
        return (
            f"The store of your session ({session.engine.name}) does not answer. Your answers are "
            "kept. The session is as it was when the store is back; you can also move it now."
        )
    if getattr(session, "outgrown", False):
        return (
            "Your session has outgrown its cookie: a browser would have dropped it in silence. "
            f"It moved to {session.engine.name}, whole."
        )
    if getattr(session, "without_copy", False):
        return (
            "The cache does not answer, so your session is read from the database. Nothing is lost."
        )
    if stays := getattr(session, "stays", ""):
        return f"Your instructor moved this site to another engine. {stays}"
    return ""


def news(session: Any) -> str:
    """What a page says where the session was moved for the whole site's sake; else empty."""
    if along := getattr(session, "along", None):
        return f"Your instructor moved this site to {along.target.name}. {along}"
    return ""
