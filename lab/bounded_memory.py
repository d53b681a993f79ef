"""What a process keeps in memory under a key, as long as there is room for it."""

from collections.abc import Hashable, Sized
from threading import Lock

from cachetools import LRUCache


class BoundedMemory[T: Sized]:
    """The values used last, of which the lengths together are at most `most`. For all threads."""

    def __init__(self, most: int) -> None:
        self.kept: LRUCache[Hashable, T] = LRUCache(most, getsizeof=len)
        self.lock = Lock()

    def get(self, key: Hashable) -> T | None:
        with self.lock:
            return self.kept.get(key)

    def keep(self, key: Hashable, value: T) -> T:
        """Keep the value, unless it is longer than the whole room. Returns it."""
        if len(value) <= self.kept.maxsize:
            with self.lock:
                self.kept[key] = value
        return value

    def clear(self) -> None:
        with self.lock:
            self.kept.clear()
