"""Reading and checking a whole pack, before anything of it is loaded."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.text import slugify

from learn.modes import MODES
from quizzes.items import ItemSet
from quizzes.packs.files import PackError, Problem, Source, read_text, read_yaml
from quizzes.packs.rules import (
    page_problems,
    question_problems,
    reading_problems,
    set_problems,
)
from quizzes.packs.shape import CourseFile, LessonFile, typed, typed_set

COURSE, LESSON = "course.yaml", "lesson.yaml"
BESIDE = {COURSE, "README.md", "LICENSE"}


@dataclass(frozen=True)
class PackLesson:
    """One lesson of a pack: its texts and question sets by mode, and the files of the sets."""

    slug: str
    about: LessonFile
    texts: dict[str, str] = field(default_factory=dict)
    sets: dict[str, ItemSet] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)


@dataclass(frozen=True)
class Pack:
    slug: str
    about: CourseFile
    lessons: list[PackLesson]


def read_pack(root: Path) -> Pack:
    """The pack in the folder `root`, whose name is the course's slug.

    Raises PackError with every mistake found, each with file, line and what to do.
    """
    return Reader(root).pack()


class Reader:
    """Reads one pack and collects what is wrong with it."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        self.problems: list[Problem] = []

    def pack(self) -> Pack:
        slug = self.root.name
        if slug != slugify(slug) or len(slug) > 50:
            message = "The folder's name is the course's address: at most 50 of a-z, 0-9, hyphens."
            raise PackError([Problem(COURSE, 1, message)])
        self.strays()
        about = self.try_to(lambda: self.about(self.root / COURSE, CourseFile))
        lessons = [self.lesson(name) for name in self.listed(about)]
        if self.problems or about is None:
            raise PackError(self.problems)
        return Pack(slug, about[1], lessons)

    def try_to[T](self, read: Callable[[], T]) -> T | None:
        """The result of `read`, or None with its problems collected."""
        try:
            return read()
        except PackError as error:
            self.problems += error.problems
            return None

    def about[T](self, path: Path, kind: type[T]) -> tuple[Source, T]:
        source = read_yaml(self.root, path)
        found = typed(source, kind, source.value)
        if isinstance(found, Problem):
            raise PackError([found])
        return source, found

    def strays(self) -> None:
        for path in visible(self.root):
            if not path.is_dir() and path.name not in BESIDE:
                holds = ", ".join(sorted(BESIDE))
                message = f"This file has no place here. Beside its lessons a pack holds: {holds}."
                self.problems.append(Problem(path.name, 1, message))

    def listed(self, about: tuple[Source, CourseFile] | None) -> list[str]:
        """The lessons that the course names; each must be a folder, and the reverse.

        Where `course.yaml` can't be read, all folders, so that their mistakes are told as well.
        """
        folders = [path.name for path in visible(self.root) if path.is_dir()]
        if about is None:
            return folders
        source, course = about
        for name in sorted(set(folders) - set(course.lessons)):
            message = f"The folder {name!r} is not listed. Add it to `lessons`, or delete it."
            self.problems.append(source.problem(message, "lessons"))
        for number, name in enumerate(course.lessons):
            if name not in folders:
                message = f"There is no folder {name!r}. Create it, or take it off the list."
                self.problems.append(source.problem(message, "lessons", number))
            elif course.lessons.index(name) != number:
                message = f"{name!r} is listed twice. Take one out."
                self.problems.append(source.problem(message, "lessons", number))
        return [name for name in course.lessons if name in folders]

    def lesson(self, slug: str) -> PackLesson:
        folder = self.root / slug
        about = self.try_to(lambda: self.about(folder / LESSON, LessonFile))
        lesson = PackLesson(slug, about[1] if about else LessonFile(title=slug))
        for path in visible(folder):
            if path.name != LESSON:
                self.try_to(lambda path=path: self.part(lesson, path))  # type: ignore[misc]
        files = list(folder.glob("*.md"))
        if len(lesson.texts) == len(files):  # else it is not known what a text holds
            for name, item_set in lesson.sets.items():
                self.problems += reading_problems(lesson.sources[name], item_set, lesson.texts)
        for mode, text in lesson.texts.items():
            self.asked_in(lesson, f"{slug}/{mode}.md", text, folder)
        if not files:
            message = f"The lesson {slug!r} has no text. Add a Markdown file for a mode."
            self.problems.append(Problem(f"{slug}/{LESSON}", 1, message))
        return lesson

    def asked_in(self, lesson: PackLesson, name: str, text: str, folder: Path) -> None:
        """The questions that a text shows; the mode's own set is at its foot, else `practice`."""
        sets = [folder / f"{mode}.yaml" for mode in (Path(name).stem, "practice")]
        foot = next((path for path in sets if path.exists()), None)
        if foot and foot.stem not in lesson.sets:
            return  # it could not be read, so what it asks is not known
        asked = lesson.sets[foot.stem].questions if foot else []
        self.problems += question_problems(name, text, [item.id for item in asked])

    def part(self, lesson: PackLesson, path: Path) -> None:
        """A text or a question set, named after its mode."""
        name = path.relative_to(self.root).as_posix()
        mode = MODES.get(path.stem)
        if path.suffix == ".md" and mode and mode.reading:
            lesson.texts[mode.slug] = text = read_text(self.root, path)
            self.problems += page_problems(name, text)
        elif path.suffix == ".yaml" and mode:
            source = read_yaml(self.root, path)
            item_set = typed_set(source)
            if isinstance(item_set, list):
                raise PackError(item_set)
            lesson.sets[mode.slug], lesson.sources[mode.slug] = item_set, source
            self.problems += set_problems(source, item_set)
        else:
            texts = ", ".join(f"{one.slug}.md" for one in MODES.values() if one.reading)
            sets = ", ".join(f"{one.slug}.yaml" for one in MODES.values())
            message = f"This file has no place here. A lesson holds: {LESSON}, {texts}, {sets}."
            self.problems.append(Problem(name, 1, message))


def visible(folder: Path) -> list[Path]:
    """What is in a folder, without what tools keep there (.git, .DS_Store)."""
    return sorted(path for path in folder.iterdir() if not path.name.startswith("."))
