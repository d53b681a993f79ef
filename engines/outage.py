"""What a store's client raises when its server does not answer."""

import sys

from django.db import InterfaceError, OperationalError

# The base class of a client's errors, by the module that has it. No client is imported here:
# one that raises something has been imported by the cache that uses it.
CLIENT_ERRORS = (
    ("redis.exceptions", "RedisError"),
    ("valkey.exceptions", "ValkeyError"),
    ("pymemcache.exceptions", "MemcacheError"),
    ("pylibmc", "Error"),
    ("django_redis.exceptions", "ConnectionInterrupted"),
    ("django_valkey.exceptions", "ConnectionInterrupted"),
)


class StillSilent(ConnectionError):
    """The server did not answer a moment ago, so it was not asked again."""


def store_errors(*others: type[Exception]) -> tuple[type[Exception], ...]:
    """The exceptions that mean "no answer", for an `except` clause, and `others`.

    Python calls this only when something was raised, so a request that goes well pays nothing.
    """
    loaded = ((sys.modules.get(module), name) for module, name in CLIENT_ERRORS)
    clients = (getattr(module, name) for module, name in loaded if module)
    return (OSError, OperationalError, InterfaceError, *clients, *others)
