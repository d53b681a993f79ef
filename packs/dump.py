"""A course as it is in the database, as a pack."""

import tempfile
from pathlib import Path

from django.db import transaction

from learn.models import Course, Lesson
from learn.publishing import shown_now
from packs.image_names import name_images_as_files
from packs.pack import Pack, PackLesson
from packs.shape import CourseFile, LessonFile
from packs.write import all_files
from quizzes.models import QuestionSet
from quizzes.schema import ItemSet, SetRules


@transaction.atomic
def dump_pack(course: Course) -> Pack:
    """The course as learners see it: without drafts, and without what was retired."""
    lessons = [
        dump_lesson(lesson)
        for lesson in course.lessons.filter(shown_now())
        .order_by("position")
        .prefetch_related(
            "pages",
            "sets__questions__choices",
            "sets__questions__hints",
            "sets__questions__steps",
        )
    ]
    about = CourseFile(
        title=course.title, summary=course.summary, lessons=[lesson.slug for lesson in lessons]
    )
    return name_images_as_files(Pack(course.slug, about, lessons))


def dump_lesson(lesson: Lesson) -> PackLesson:
    about = LessonFile(
        title=lesson.title,
        summary=lesson.summary,
        minutes=lesson.minutes,
        modes=lesson.modes.split(),
    )
    texts = {page.mode: page.text for page in lesson.pages.all()}
    sets = {question_set.mode: dump_set(question_set) for question_set in lesson.sets.all()}
    filled = {mode: item_set for mode, item_set in sets.items() if item_set.questions}
    return PackLesson(lesson.slug, about, texts, filled)


def dump_set(question_set: QuestionSet) -> ItemSet:
    rules = {name: getattr(question_set, name) for name in SetRules.__struct_fields__}
    kept = [question for question in question_set.questions.all() if question.is_asked]
    items = [question.item() for question in sorted(kept, key=lambda question: question.position)]
    return ItemSet(**rules, questions=items)


def write_pack(pack: Pack, folder: Path) -> int:
    """Write a pack into a folder that does not exist yet: all files or none. How many it wrote.

    Raises OSError.
    """
    files = all_files(pack)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as beside:
        made = Path(beside) / folder.name
        for name, data in files.items():
            path = made / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        made.rename(folder)  # refused where the folder has come to be and is not empty
    return len(files)
