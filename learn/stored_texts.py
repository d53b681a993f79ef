"""The texts of one lesson, fetched when the first of them is looked at."""

from collections.abc import Iterator, Mapping, Sequence

from learn.models import Page


class StoredTexts(Mapping[str, str]):
    """Markdown by the slug of its mode. Which modes there are is known from the start."""

    def __init__(self, lesson: int, modes: Sequence[str]) -> None:
        self.lesson, self.modes = lesson, modes
        self.fetched: dict[str, str] | None = None

    def __getitem__(self, mode: str) -> str:
        if mode not in self.modes:
            raise KeyError(mode)
        if self.fetched is None:
            rows = Page.objects.filter(lesson=self.lesson).values_list("mode", "text")
            self.fetched = dict(rows)
        # One that was deleted since is shown empty, until the new version of the course is known.
        return self.fetched.get(mode, "")

    def __contains__(self, mode: object) -> bool:
        return mode in self.modes

    def __iter__(self) -> Iterator[str]:
        return iter(self.modes)

    def __len__(self) -> int:
        return len(self.modes)
