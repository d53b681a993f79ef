"""Reading and checking a whole pack, before anything of it is loaded."""

import math
import time
from collections.abc import Callable
from pathlib import Path

from django.utils.text import slugify

from learn.images.references import FOLDER as IMAGES
from learn.images.refused import ImageRefused
from learn.modes import MODES
from packs.files import PackError, Problem, Source, read_text, read_yaml
from packs.images import pack_image_problems, read_image
from packs.pack import BESIDE, COURSE, LESSON, LessonDraft, Pack, PackDraft, is_left_out
from packs.rules import reading_problems, set_problems
from packs.shape import CourseFile, LessonFile, convert_typed, parse_set
from packs.texts import page_problems, question_problems


def read_pack(root: Path) -> Pack:
    """The pack in the folder `root`, whose name is the course's slug.

    Raises PackError with every mistake found, each with file, line and what to do.
    """
    return read_draft(root).pack()


def read_draft(root: Path, seconds: float = math.inf) -> PackDraft:
    """What can be read of the pack in the folder `root`, and every mistake found on the way.

    Raises PackError where reading takes more than so many seconds of the processor.
    """
    return Reader(root, seconds).draft()


class Reader:
    """Reads one pack and collects what is wrong with it."""

    def __init__(self, root: Path, seconds: float) -> None:
        self.root, self.seconds = root.resolve(), seconds
        self.until = time.thread_time() + seconds
        self.problems: list[Problem] = []

    def draft(self) -> PackDraft:
        slug = self.root.name
        if slug != slugify(slug) or len(slug) > 50:
            message = "The folder's name is the course's address: at most 50 of a-z, 0-9, hyphens."
            self.problems.append(Problem(COURSE, 1, message))
        self.strays()
        source, about = self.about(self.root / COURSE, CourseFile)
        lessons = [self.lesson(name) for name in self.listed(source, about)]
        draft = PackDraft(slug, about, lessons, self.problems)
        self.images(draft)
        self.problems += pack_image_problems(draft)
        return draft

    def images(self, draft: PackDraft) -> None:
        folder = self.root / IMAGES
        for path in visible_files(folder) if folder.is_dir() else ():
            self.check_time()
            try:
                draft.images[path.name], measured = read_image(path)
            except ImageRefused as reason:
                self.problems.append(Problem(f"{IMAGES}/{path.name}", 1, str(reason)))
            else:
                draft.located.extend([path.name] if measured.located else [])

    def try_to[T](self, read_part: Callable[[], T]) -> T | None:
        """The result of `read_part`, or None with its problems collected."""
        try:
            return read_part()
        except PackError as error:
            self.problems += error.problems
            return None

    def about[T](self, path: Path, kind: type[T]) -> tuple[Source | None, T | None]:
        source = self.try_to(lambda: read_yaml(self.root, path))
        parsed = convert_typed(source, kind, source.value) if source else []
        if isinstance(parsed, list):
            self.problems += parsed
            return source, None
        return source, parsed

    def strays(self) -> None:
        for path in visible_files(self.root):
            if not path.is_dir() and path.name not in {COURSE, *BESIDE}:
                holds = ", ".join(sorted({COURSE, *BESIDE, f"{IMAGES}/"}))
                message = f"This file has no place here. Beside its lessons a pack holds: {holds}."
                self.problems.append(Problem(path.name, 1, message))

    def listed(self, source: Source | None, course: CourseFile | None) -> list[str]:
        """The lessons that the course names; each must be a folder, and the reverse.

        Where `course.yaml` can't be read, all folders, so that their mistakes are told as well.
        """
        folders = [path.name for path in visible_files(self.root) if path.is_dir()]
        folders = [name for name in folders if name != IMAGES]
        if source is None or course is None:
            return folders
        for name in sorted(set(folders) - set(course.lessons)):
            message = f"The folder {name!r} is not listed. Add it to `lessons`, or delete it."
            self.problems.append(source.problem(message, "lessons"))
        for number, name in enumerate(course.lessons):
            if name == IMAGES:
                message = f"{name!r} is the folder of the pack's images. Call the lesson otherwise."
                self.problems.append(source.problem(message, "lessons", number))
            elif name not in folders:
                message = f"There is no folder {name!r}. Create it, or take it off the list."
                self.problems.append(source.problem(message, "lessons", number))
            elif course.lessons.index(name) != number:
                message = f"{name!r} is listed twice. Take one out."
                self.problems.append(source.problem(message, "lessons", number))
        return [name for name in course.lessons if name in folders]

    def lesson(self, slug: str) -> LessonDraft:
        folder = self.root / slug
        lesson = LessonDraft(slug, *self.about(folder / LESSON, LessonFile))
        self.unknown_modes(lesson)
        for path in visible_files(folder):
            self.check_time()
            if path.name != LESSON:
                self.try_to(lambda path=path: self.part(lesson, path))  # type: ignore[misc]
        files = list(folder.glob("*.md"))
        if len(lesson.texts) == len(files):  # else it is not known what a text holds
            for draft in lesson.sets.values():
                self.problems += reading_problems(draft, lesson.texts)
        for mode, text in lesson.texts.items():
            self.asked_in(lesson, folder / f"{mode}.md", text)
        if not lesson.files:
            message = (
                f"The lesson {slug!r} is empty. Add a text (why.md) or questions (practice.yaml)."
            )
            self.problems.append(Problem(f"{slug}/{LESSON}", 1, message))
        return lesson

    def check_time(self) -> None:
        if time.thread_time() > self.until:
            message = (
                f"Reading this pack takes more than {self.seconds} seconds here. Load it with "
                "`manage.py loadcourse`, or make two courses of it."
            )
            raise PackError([Problem(COURSE, 1, message)])

    def unknown_modes(self, lesson: LessonDraft) -> None:
        for number, mode in enumerate(lesson.modes):
            if mode not in MODES:
                message = f"{mode!r} is no mode. There are: {', '.join(MODES)}."
                self.problems.append(lesson.problem(message, "modes", number))

    def asked_in(self, lesson: LessonDraft, path: Path, text: str) -> None:
        """The questions that a text shows; the mode's own set is at its foot, else `practice`."""
        sets = (path.with_suffix(".yaml"), path.with_name("practice.yaml"))
        foot = next((file.stem for file in sets if file.exists()), None)
        draft = lesson.sets.get(foot) if foot else None
        if foot and (draft is None or draft.problems):
            return  # it could not be read, so what it asks is not known
        asked = [item.id for item in draft.items.values()] if draft else []
        name = path.relative_to(self.root).as_posix()
        self.problems += question_problems(name, text, asked)

    def part(self, lesson: LessonDraft, path: Path) -> None:
        """A text or a question set, named after its mode."""
        name = path.relative_to(self.root).as_posix()
        mode = MODES.get(path.stem)
        if path.suffix == ".md" and mode and mode.reading:
            lesson.files.add(mode.slug)
            lesson.texts[mode.slug] = text = read_text(self.root, path)
            self.problems += page_problems(name, text)
        elif path.suffix == ".yaml" and mode:
            lesson.files.add(mode.slug)
            lesson.sets[mode.slug] = draft = parse_set(read_yaml(self.root, path))
            self.problems += [*draft.problems, *set_problems(draft)]
        else:
            texts = ", ".join(f"{mode.slug}.md" for mode in MODES.values() if mode.reading)
            sets = ", ".join(f"{mode.slug}.yaml" for mode in MODES.values())
            message = f"This file has no place here. A lesson holds: {LESSON}, {texts}, {sets}."
            self.problems.append(Problem(name, 1, message))


def visible_files(folder: Path) -> list[Path]:
    """What is in a folder, without what tools and systems keep there (.git, Thumbs.db)."""
    return sorted(path for path in folder.iterdir() if not is_left_out(path.name))
