"""The base class of all engines. An engine is one subclass in one module, and one entry."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any, Self

from django.conf import settings
from django.utils.module_loading import import_string

from engines.storage_inspector import StoredCopy

MAX_COUNTED = 100_000  # keys or files of one engine

type CacheSettings = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class SessionCount:
    """How many sessions an engine keeps: `number` is None where that can't be counted.

    `note`: why not, or what the number leaves out.
    """

    engine: "Engine"
    number: int | None
    note: str = ""


class Engine:
    """One way to keep sessions. A subclass says what it is and answers for its store.

    `name`: what Django calls it, with the cache where there are several (`cache@redis`).
    `prefix`: the first two characters of its keys; empty where the cookie is the session.
    `where`: the place in a word or two; `place`: the same in a sentence.
    `remedy`: what to do when it does not answer. `cache`: the alias of the cache it uses.
    `store_path`: the dotted path of its `SessionStore`.
    """

    label: str
    where: str
    place: str
    survives: str
    lost_by: str
    remedy = ""
    cache = ""
    store_path: str

    in_cookie = False  # the session is the cookie, and a server keeps nothing
    keeps_rows = False  # it asks the database
    can_be_remote = False  # its store may be on another machine
    ends_by_itself = ""  # why ended sessions need no clearing; empty where they do

    def __init__(self, name: str, prefix: str) -> None:
        self.name, self.prefix = name, prefix

    def __repr__(self) -> str:
        return f"<Engine {self.name}>"

    @classmethod
    def configured(cls, caches: CacheSettings) -> Iterator[Self]:
        """The engines of this class that can be had with these `CACHES`."""
        raise NotImplementedError

    @cached_property
    def server(self) -> str:
        """What has to answer for this engine. Engines that share a server share its silence."""
        return self.name

    @cached_property
    def store(self) -> Any:
        """The `SessionStore` class, a thin subclass of Django's own for this engine."""
        # Django signs a session with the name of the class, so it stays SessionStore.
        return type("SessionStore", (import_string(self.store_path),), {"engine": self})

    @property
    def merges(self) -> bool:
        """Whether two saves at once both count. Otherwise the last one wins, as in Django."""
        return True

    @property
    def in_process(self) -> bool:
        """Whether the store is inside the site's own process, and no server of its own."""
        return False

    def count(self) -> SessionCount:
        """How many sessions it keeps. Raises one of `store_errors()`."""
        return SessionCount(self, None, "It can't count them.")

    def count_stored(self) -> int | None:
        """How many it keeps, those included that have ended; None if it can't tell."""
        return None

    def inspect(self, session: Any) -> Iterator[StoredCopy]:
        """What is stored of this session, place by place. Raises one of `store_errors()`."""
        yield from ()

    def close_connections(self) -> None:
        """Close this thread's connections to the store. The next request opens them."""

    def trips_to_open(self, commands: Iterable[str]) -> int:
        """Round trips that it takes to open the connections which these commands need."""
        return 0


def count_up_to_limit(items: Iterable[object]) -> tuple[int, str]:
    """How many items there are, counted up to `MAX_COUNTED`, and a note if there may be more."""
    number = sum(1 for _ in islice(items, MAX_COUNTED))
    return number, "Or more: counting stopped here." if number == MAX_COUNTED else ""


def remedy_for(store: str, usual: str) -> str:
    """What to do when `store` does not answer, in the words of this site where it has its own.

    `settings.SESSION_STORE_REMEDIES` maps `database`, `files`, `memory`, `redis`, `memcached`
    and `cache` to a sentence.
    """
    remedies: Mapping[str, str] = getattr(settings, "SESSION_STORE_REMEDIES", {})
    return remedies.get(store, usual)


def cache_server(alias: str) -> str:
    """The name of the server behind a cache's alias, as `Engine.server` has it."""
    return f"cache {alias}"
