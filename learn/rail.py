"""The rail: the modes of a lesson with what the learner has done of them."""

from dataclasses import dataclass

from learn.content import LessonContent, LessonMode
from learn.lesson_modes import modes_of
from learn.progress import Progress


@dataclass(frozen=True)
class RailEntry:
    """A mode in the rail. `current`: it is the one shown. `next`: it is the one to go on with."""

    mode: LessonMode
    current: bool
    done: bool
    badge: bool
    next: bool

    @property
    def state(self) -> str:
        """What the rail shows of it, in a word: `badge`, `done`, `next` or nothing."""
        if self.badge:
            return "badge"
        if self.done:
            return "done"
        return "next" if self.next else ""


@dataclass(frozen=True)
class Rail:
    """The entries of a lesson's modes, by the heading of their group.

    `key`: all that they depend on, so that pages may share what they show of them.
    """

    groups: dict[str, list[RailEntry]]
    key: tuple[str, ...]


def rail(lesson: LessonContent, progress: Progress, current: LessonMode | None = None) -> Rail:
    modes = modes_of(lesson)
    done = {mode for mode in modes if is_done(mode, progress)}
    following = next_open(modes, done, current)
    groups: dict[str, list[RailEntry]] = {}
    for mode in modes:
        entry = RailEntry(
            mode,
            current=mode == current,
            done=mode in done,
            badge=progress.has_badge(mode.path),
            next=mode == following,
        )
        groups.setdefault(mode.mode.group, []).append(entry)
    states = [f"{entry.mode.slug} {entry.state}" for group in groups.values() for entry in group]
    here = current.slug if current else ""
    return Rail(groups, (lesson.course.version, lesson.path, here, *states))


def next_open(
    modes: list[LessonMode], done: set[LessonMode], current: LessonMode | None
) -> LessonMode | None:
    """The first mode after the current one that is not done, round the rail; None at the end."""
    start = modes.index(current) + 1 if current in modes else 0
    open_modes = (mode for mode in modes[start:] + modes[:start] if mode not in done)
    return next((mode for mode in open_modes if mode != current), None)


def is_done(mode: LessonMode, progress: Progress) -> bool:
    """A text is done once it was read, a set of questions once each was answered."""
    if mode.reading:
        return mode.slug in progress.seen(mode.lesson.path)
    return progress.marks(mode.path).complete
