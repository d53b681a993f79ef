"""The learner's progress: one small JSON value in the session, which nothing else touches.

It is a copy, made for showing. What a learner answered is kept as rows by the apps that ask
questions. Where the session was lost, they rebuild the progress from those (`learn.agreement`).
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase

from learn.kept_progress import Kept
from learn.marks import Marks, points

KEY = "progress"
# Attempts kept in full. Older ones are rebuilt from rows when they are opened again.
ATTEMPTS_KEPT = 3
# Bytes of a signed cookie that holds all that can be done in the default course.
ROOM = 3_000


def nobody() -> None:
    """The owner of a progress that no request has asked for."""


class Progress:
    """`Progress(session)` reads and writes the one key it owns.

    `owner` gives the learner, whom the first answer makes known. `acknowledged`: the `at` of the
    progress that the learner was last told of. `rebuilt`: this request found the session without
    its progress.
    """

    def __init__(
        self,
        session: SessionBase,
        owner: Callable[[], UUID | None] = nobody,
        acknowledged: int = 0,
    ) -> None:
        self.session = session
        self.owner = owner
        self.acknowledged = acknowledged
        self.kept = self._read()
        self.rebuilt = False

    def _read(self) -> Kept:
        try:
            return msgspec.convert(self.session.get(KEY, {}), Kept)
        except msgspec.ValidationError:
            return Kept()  # written by another version of this site; rows bring it back

    def _write(self) -> None:
        self.kept.at = max(int(time.time()), self.kept.at + 1, self.acknowledged + 1)
        if self.learner:
            self.kept.new = self.kept.new or not self.kept.who
            self.kept.who = self.learner.hex
        # The whole value: a nested edit would not mark the session as modified.
        self.session[KEY] = msgspec.to_builtins(self.kept)

    @property
    def learner(self) -> UUID | None:
        return self.owner()

    @property
    def who(self) -> UUID | None:
        """The learner whose progress this is; None while nothing is answered."""
        return UUID(self.kept.who) if self.kept.who else None

    @property
    def started(self) -> bool:
        return self.kept.at > 0

    @property
    def is_behind(self) -> bool:
        """Whether the learner has been told of more than the session holds."""
        return self.kept.at < self.acknowledged

    @property
    def until(self) -> datetime | None:
        """When the session ends at the earliest: its age counts from the last save."""
        if not self.started:
            return None
        saved = datetime.fromtimestamp(self.kept.at, tz=UTC)
        return saved + timedelta(seconds=settings.SESSION_COOKIE_AGE)

    @property
    def days(self) -> int:
        """How many days a session is kept after it was saved."""
        return round(timedelta(seconds=settings.SESSION_COOKIE_AGE) / timedelta(days=1))

    # Reading

    def visit(self, lesson: str, mode: str) -> None:
        """Note a visit. Writes only where it changes something."""
        here = f"{lesson}/{mode}"
        if self.kept.here == here:
            return
        self.kept.here = here
        others = [slug for slug in self.seen(lesson) if slug != mode]
        self.kept.seen = {**self.kept.seen, lesson: [*others, mode]}
        self._write()

    def seen(self, lesson: str) -> list[str]:
        return self.kept.seen.get(lesson, [])

    def last_mode(self, lesson: str) -> str | None:
        seen = self.seen(lesson)
        return seen[-1] if seen else None

    @property
    def here(self) -> str:
        return self.kept.here

    def begin(self) -> None:
        """Start to keep the progress of a learner who has answered nothing yet."""
        self._write()

    def choose(self, style: str) -> None:
        """Open lessons that were never visited with this mode, where they have it."""
        self.kept.style = style
        self._write()

    @property
    def style(self) -> str:
        return self.kept.style

    # Answering

    def marks(self, set_path: str) -> Marks:
        return Marks(*self.kept.marks.get(set_path, ["", ""])[:2])

    def lesson_marks(self, lesson: str) -> Marks:
        """The marks of all sets of a lesson, in one row."""
        rows = [row for path, row in self.kept.marks.items() if path.startswith(f"{lesson}/")]
        return Marks("".join(row[0] for row in rows), "".join(row[1] for row in rows))

    def attempt(self, set_path: str) -> Any:
        """The attempt as `keep_attempt` was given it; None where none is kept."""
        return self.kept.open.get(set_path)

    def state_of(self, lesson: str) -> bytes:
        """All that the pages of a lesson show of the progress, in short."""
        by_path = (self.kept.marks, self.kept.open, dict.fromkeys(self.kept.badges))
        of_lesson = [only(values, lesson) for values in by_path]
        return msgspec.json.encode([sorted(self.seen(lesson)), *of_lesson])

    def has_badge(self, set_path: str) -> bool:
        return set_path in self.kept.badges

    def was_away(self, set_path: str) -> bool:
        """Whether there are rows of a set that the progress knows nothing of."""
        return set_path in self.kept.away

    def keep_attempt(self, set_path: str, attempt: Any, marks: str, badge: bool = False) -> None:
        """Keep an attempt as it stands (plain JSON), with its marks. An earned badge stays."""
        others = {path: kept for path, kept in self.kept.open.items() if path != set_path}
        newest = list(others.items())[-(ATTEMPTS_KEPT - 1) :]
        self.kept.open = {**dict(newest), set_path: attempt}
        best = max(self.marks(set_path).best, marks, key=points)
        self.kept.marks = {**self.kept.marks, set_path: [marks, best]}
        if badge and not self.has_badge(set_path):
            self.kept.badges = [*self.kept.badges, set_path]
        self._write()

    # Agreeing with what is kept elsewhere

    def agree(
        self,
        marks: dict[str, list[str]],
        attempts: dict[str, Any],
        badges: list[str],
        away: list[str],
    ) -> None:
        """Hold these. Writes only where that changes something."""
        kept, agreed = self.kept, (marks, attempts, sorted(badges), sorted(away))
        same = (kept.marks, kept.open, sorted(kept.badges), sorted(kept.away)) == agreed
        if same and self.who == self.learner:
            return
        if marks or away or self.started:
            kept.marks, kept.open, kept.badges, kept.away = agreed
            self._write()

    def settle(self) -> None:
        """The progress agrees with the rows.

        Two tabs that give a visitor's first answers at once make two sessions. One of them stays,
        and its next page brings in what the other knew.
        """
        if self.kept.new or self.is_behind:
            self.kept.new = False
            self._write()

    def bring(self, seen: dict[str, list[str]]) -> None:
        """Add the modes, by lesson, that were visited elsewhere."""
        both = dict(self.kept.seen)
        for lesson, modes in seen.items():
            here = self.seen(lesson)
            both[lesson] = [*(mode for mode in modes if mode not in here), *here]
        if both != self.kept.seen:
            self.kept.seen = both
            self._write()

    def forget(self, lesson: str = "") -> None:
        """Begin a lesson anew, or everything. What other apps keep is not touched."""
        kept = self.kept
        if not lesson:
            self.kept = Kept()
        else:
            kept.marks = without(kept.marks, lesson)
            kept.open = without(kept.open, lesson)
            kept.badges = [path for path in kept.badges if not path.startswith(f"{lesson}/")]
            kept.away = [path for path in kept.away if not path.startswith(f"{lesson}/")]
            kept.seen = {path: modes for path, modes in kept.seen.items() if path != lesson}
            kept.here = "" if kept.here.startswith(f"{lesson}/") else kept.here
        self._write()


def without(by_path: dict[str, Any], lesson: str) -> dict[str, Any]:
    return {path: value for path, value in by_path.items() if not path.startswith(f"{lesson}/")}


def only(by_path: dict[str, Any], lesson: str) -> list[tuple[str, Any]]:
    """In the order of the paths."""
    return sorted((path, value) for path, value in by_path.items() if path.startswith(f"{lesson}/"))
