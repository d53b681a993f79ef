"""A cache that does not answer, and one that each process has for itself."""

from typing import Any

from django.conf import settings
from django.core.cache.backends.locmem import LocMemCache

from lab.experiments.experiment import Conclusion, experiment
from lab.experiments.parameters import Parameter, engine_parameter
from lab.experiments.sandbox.pages import read, write
from lab.experiments.sandbox.sandbox import Sandbox

LOCAL = "django.core.cache.backends.locmem.LocMemCache"


class Fragile(LocMemCache):
    """A cache on a server that can be down. Each command then raises what Redis does."""

    down = False

    def get(self, *args: Any, **options: Any) -> Any:
        self.raise_if_down()
        return super().get(*args, **options)

    def set(self, *args: Any, **options: Any) -> None:
        self.raise_if_down()
        super().set(*args, **options)

    def add(self, *args: Any, **options: Any) -> bool:
        self.raise_if_down()
        return super().add(*args, **options)

    def raise_if_down(self) -> None:
        if Fragile.down:
            raise ConnectionError("Connection refused.")


@experiment(
    title="The cache does not answer",
    shows="Django takes a cache that is down for a session that is empty, and deletes the cookie.",
    parameters=(engine_parameter("cache", ("cache", "cached_db")),),
    finds={
        "read_status": "the status of a page that reads, while the cache is down",
        "read_sees": "what it reads",
        "cookie_deleted": "the answer to it deletes the cookie",
        "write_status": "the status of a page that writes, while the cache is down",
        "browser_sees_later": "what the browser that read sees when the cache is back",
        "old_cookie_sees_later": "what the cookie from before gives then",
    },
)
def cache_down(sandbox: Sandbox) -> Conclusion:
    """`django.contrib.sessions.backends.cache`: a failing get() is an empty session."""
    sandbox.use_cache(BACKEND=f"{__name__}.Fragile")
    reader, writer = sandbox.browser("reader"), sandbox.browser("writer")
    reader.open(write)
    writer.open(write)
    copy = reader.copy("a copy of the reader's cookie")
    sandbox.look("two sessions are saved")
    Fragile.down = True
    page, changed = reader.open(read), writer.open(write)
    Fragile.down = False
    later, old = reader.open(read).sees, copy.open(read).sees
    sandbox.look("the cache is back")
    return Conclusion(
        {
            "read_status": page.status,
            "read_sees": page.sees,
            "cookie_deleted": page.max_age == 0,
            "write_status": changed.status,
            "browser_sees_later": later,
            "old_cookie_sees_later": old,
        },
        f"A read was answered with {page.status} and saw {page.sees!r}, a write with "
        f"{changed.status}. When the cache was back, the browser read {later!r}.",
    )


@experiment(
    title="Two processes, each with a cache of its own",
    shows="What one process keeps in its memory, the other does not find.",
    parameters=(
        engine_parameter("cache", ("db", "cache", "cached_db")),
        Parameter("processes", 2, (1, 2)),
    ),
    finds={
        "same_process_sees": "what the process that saved the session reads",
        "other_process_sees": "what the next request reads, which the other process answers",
        "other_process_deletes_the_cookie": "that answer deletes the cookie",
        "old_cookie_sees": "what the first process still has under the cookie from before",
    },
)
def two_processes(sandbox: Sandbox, processes: int) -> Conclusion:
    """Django documentation, "Django's cache framework", "Local-memory caching": each process has
    a cache of its own. Here each has a place of its own in one process's memory."""
    settings.CACHES["another"] = {"BACKEND": LOCAL, "LOCATION": "another process"}
    browser = sandbox.browser()
    browser.open(write)
    same = browser.open(read).sees
    copy = browser.copy()
    sandbox.look("the save")
    settings.SESSION_CACHE_ALIAS = "default" if processes == 1 else "another"
    other = browser.open(read)
    settings.SESSION_CACHE_ALIAS = "default"
    old = copy.open(read).sees
    return Conclusion(
        {
            "same_process_sees": same,
            "other_process_sees": other.sees,
            "other_process_deletes_the_cookie": other.max_age == 0,
            "old_cookie_sees": old,
        },
        f"The process that saved read {same!r}, the other {other.sees!r}.",
    )
