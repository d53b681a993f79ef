"""Typed reading of environment variables: a wrong value stops the start and says what it takes."""

import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}
# Seconds in which a cache answers, or is taken to be silent. A page that finds it out still comes
# within one second, on a server with much to do as well.
SILENCE = 0.3


@contextmanager
def stopping_in_one_line() -> Iterator[None]:
    """A wrong value ends the process with its one good sentence, without a traceback around it."""
    try:
        yield
    except ImproperlyConfigured as error:
        sys.exit(str(error))


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def flag(name: str, default: bool = False) -> bool:
    value = os.environ.get(name, str(default)).strip().lower()
    if value in TRUE | FALSE:
        return value in TRUE
    raise ImproperlyConfigured(f"{name}={value!r} is not a switch. Use 1 or 0.")


def number(name: str, default: int, at_least: int = 0) -> int:
    value = os.environ.get(name, "").strip() or str(default)
    if value.isdecimal() and int(value) >= at_least:
        return int(value)
    raise ImproperlyConfigured(f"{name}={value!r} must be a whole number, {at_least} or more.")


def is_set(name: str) -> bool:
    return name in os.environ


def words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def choice(name: str, default: str, allowed: tuple[str, ...]) -> str:
    value = text(name) or default
    if value in allowed:
        return value
    raise ImproperlyConfigured(f"{name}={value!r} is unknown. Use one of: {', '.join(allowed)}.")


def listens_beyond_this_machine() -> bool:
    """Whether `BIND` lets others than this machine connect."""
    bind = text("BIND")
    return bool(bind) and not bind.startswith(("unix:", "127.", "localhost:", "[::1]:"))


def secret_key(file: Path) -> str:
    """`SECRET_KEY` from the environment, or a random one kept in `file` (mode 0600)."""
    if given := text("SECRET_KEY"):
        return given
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        # O_EXCL: of two processes that start together, one makes the key and both read it.
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as new:
            new.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    except OSError as error:
        raise ImproperlyConfigured(
            f"The secret key cannot be kept in {file}: {error.strerror}. "
            "Make the folder writable, or set SECRET_KEY."
        ) from error
    if kept := file.read_text().strip():
        return kept
    raise ImproperlyConfigured(f"{file} is empty. Delete it (everyone is signed out) and start.")


def folder(name: str, default: Path) -> str:
    """A folder named by the environment, which must exist (a check says so), or our own, made."""
    if given := text(name):
        return given
    default.mkdir(mode=0o700, parents=True, exist_ok=True)
    return str(default)


def caches() -> dict[str, dict[str, Any]]:
    """`CACHES`: Redis where `REDIS_URL` names it, Memcached by `MEMCACHED_URL`, else local memory.

    With both, Redis is the default and Memcached stands beside it, for sessions.
    SILENCE to connect and to answer: Redis waits for ever unless it is told.
    """
    servers = {}
    if url := text("REDIS_URL"):
        servers["redis"] = redis_cache(url)
    if url := text("MEMCACHED_URL"):
        servers["memcached"] = memcached_cache(url)
    if servers:
        default = next(iter(servers))
        return {"default": servers.pop(default), **servers}
    backend = "engines.caches.KeptLocMem"
    # Django's limit of 300 entries would throw out a class's sessions.
    return {"default": {"BACKEND": backend, "OPTIONS": {"MAX_ENTRIES": 100_000}}}


def redis_cache(url: str) -> dict[str, Any]:
    # Here, because a site without Redis starts a tenth of a second sooner without its client.
    from redis import exceptions
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    options = {
        "serializer": "engines.caches.TextSerializer",
        "socket_connect_timeout": SILENCE,
        "socket_timeout": SILENCE,
        # Once more where a restart has cut the connection, but not where the server hangs.
        "retry": Retry(NoBackoff(), 1, supported_errors=(exceptions.ConnectionError,)),
    }
    backend = "engines.caches.KeptRedis"
    return {"BACKEND": backend, "LOCATION": url, "OPTIONS": options}


def memcached_cache(url: str) -> dict[str, Any]:
    server = url.removeprefix("memcached://").rstrip("/")
    # A server that is back is asked again after a second, not after Django's minute.
    times = {"connect_timeout": SILENCE, "timeout": SILENCE, "dead_timeout": 1}
    options = {**times, "retry_attempts": 0}
    return {"BACKEND": "engines.caches.KeptMemcache", "LOCATION": server, "OPTIONS": options}


def database(name: str, default: str) -> dict[str, Any]:
    """A `DATABASES` entry from `sqlite:///path` or `postgresql://user:password@host:port/name`.

    SQLite: WAL, `synchronous=NORMAL`, IMMEDIATE transactions and kept connections,
    because opening and upgrading cost more than the queries do (FACTS: 19 against 8.9).
    """
    url = urlsplit(text(name) or default)
    if url.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(url.path.removeprefix("/")),
            "CONN_MAX_AGE": None,
            # Tests run on a file too: a database in memory locks whole tables.
            "TEST": {"NAME": f"{unquote(url.path.removeprefix('/'))}.test"},
            "OPTIONS": {
                "timeout": 10,
                "transaction_mode": "IMMEDIATE",
                # Learners' pages have a dozen, and those of the panel some hundred.
                "cached_statements": 40,
                # Each thread has a cache of its own, of 2 MB unless told. The system's cache holds
                # the rest.
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
                "PRAGMA cache_size=-500",
            },
        }
    if url.scheme in {"postgres", "postgresql"} and url.path.strip("/"):
        return {
            "ENGINE": "engines.postgresql",
            "NAME": unquote(url.path.strip("/")),
            "USER": unquote(url.username or ""),
            "PASSWORD": unquote(url.password or ""),
            "HOST": unquote(url.hostname or ""),
            "PORT": str(url.port or ""),
            "CONN_MAX_AGE": None,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {"connect_timeout": 2},
        }
    raise ImproperlyConfigured(
        f"{name} must look like sqlite:///path/to/file or postgresql://user:password@host/name."
    )
