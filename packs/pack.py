"""A whole pack as plain values, and a draft of one: what could be read, and what is wrong."""

from dataclasses import dataclass, field

from learn.modes import MODES
from packs.files import PackError, Problem, Source
from packs.shape import CourseFile, LessonFile, SetDraft
from quizzes.schema import ItemSet

COURSE, LESSON = "course.yaml", "lesson.yaml"
# What may stand beside the lessons and is no part of the course.
BESIDE = {"README.md", "LICENSE"}
# What Windows and macOS put into folders by themselves, without a dot before the name.
BY_THE_SYSTEM = {"thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r", "__macosx"}


@dataclass(frozen=True)
class PackLesson:
    """One lesson of a pack: its texts and question sets by mode."""

    slug: str
    about: LessonFile
    texts: dict[str, str] = field(default_factory=dict)
    sets: dict[str, ItemSet] = field(default_factory=dict)


@dataclass(frozen=True)
class Pack:
    """`images`: the bytes of each by the name of its file."""

    slug: str
    about: CourseFile
    lessons: list[PackLesson]
    images: dict[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class LessonDraft:
    """A lesson as far as it could be read. `source`: its `lesson.yaml`; `files`: modes with one."""

    slug: str
    source: Source | None
    about: LessonFile | None
    texts: dict[str, str] = field(default_factory=dict)
    sets: dict[str, SetDraft] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)

    @property
    def modes(self) -> list[str]:
        """Those that the lesson means to have."""
        return (self.about.modes if self.about else []) or list(MODES)

    def problem(self, message: str, *path: str | int) -> Problem:
        """About the lesson as a whole, or a value in its `lesson.yaml`."""
        file = f"{self.slug}/{LESSON}"
        return self.source.problem(message, *path) if self.source else Problem(file, 1, message)

    def lesson(self) -> PackLesson:
        assert self.about  # noqa: S101
        sets = {mode: draft.item_set() for mode, draft in self.sets.items()}
        return PackLesson(self.slug, self.about, self.texts, sets)


@dataclass(frozen=True)
class PackDraft:
    """A pack as far as it could be read. `problems`: why `loadcourse` would refuse it.

    `images`: by the name of the file. `located`: the names of those that say where they were taken.
    """

    slug: str
    about: CourseFile | None
    lessons: list[LessonDraft]
    problems: list[Problem]
    images: dict[str, bytes] = field(default_factory=dict)
    located: list[str] = field(default_factory=list)

    def pack(self) -> Pack:
        """Raises PackError with every mistake, each with file, line and what to do."""
        if self.problems or self.about is None:
            raise PackError(self.problems)
        lessons = [lesson.lesson() for lesson in self.lessons]
        return Pack(self.slug, self.about, lessons, self.images)


def is_left_out(name: str) -> bool:
    """Whether nobody put a file or folder of this name into a pack: hidden ones, and those of the
    system."""
    hidden = name.startswith(".") and name != ".."
    return hidden or name.casefold() in BY_THE_SYSTEM
