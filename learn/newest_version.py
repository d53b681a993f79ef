"""Keeping in memory what was loaded of a course, in its newest version alone."""

from collections.abc import Callable


class NewestVersion[T]:
    """Calls `load(course, version)` once for each version of a course, by its primary key.

    A version that an edit replaced is never asked for again. Kept as well, as `lru_cache` would,
    the versions of a course that is edited all day would fill the memory of each process.
    """

    most_courses = 32

    def __init__(self, load: Callable[[int, str], T]) -> None:
        self.load = load
        self.kept: dict[int, tuple[str, T]] = {}

    def __call__(self, course: int, version: str) -> T:
        kept = self.kept.pop(course, None)
        if kept is None or kept[0] != version:
            kept = version, self.load(course, version)
        self.kept[course] = kept  # the last one asked for stands last
        while len(self.kept) > self.most_courses:
            self.kept.pop(next(iter(self.kept)), None)
        return kept[1]

    def forget_all(self) -> None:
        self.kept.clear()
