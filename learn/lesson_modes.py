"""The modes that a lesson has, in the order of the rail."""

from django.http import Http404

from learn.content import CourseContent, LessonContent, LessonMode
from learn.extensions import EXTENSIONS
from learn.modes import MODES, Mode


def modes_of(lesson: LessonContent) -> list[LessonMode]:
    """The modes of a lesson: those of its texts, and those that extensions give it."""
    if not lesson.known_modes:
        slugs = set(lesson.texts).union(*(extension.modes_of(lesson) for extension in EXTENSIONS))
        modes = [LessonMode(lesson, mode) for mode in MODES.values() if mode.slug in slugs]
        lesson.known_modes[:] = modes  # at once: another thread may be doing the same
    return lesson.known_modes


def mode_or_404(lesson: LessonContent, slug: str) -> LessonMode:
    """Raises Http404 where the lesson does not have this mode."""
    for mode in modes_of(lesson):
        if mode.slug == slug:
            return mode
    raise Http404("This lesson has no such mode.")


def mode_after(mode: LessonMode) -> LessonMode | None:
    """The lesson's next mode; None after the last one."""
    modes = modes_of(mode.lesson)
    position = modes.index(mode) + 1
    return modes[position] if position < len(modes) else None


def modes_in_course(course: CourseContent) -> list[Mode]:
    """The modes that any lesson of the course has."""
    present = {mode.slug for lesson in course.lessons for mode in modes_of(lesson)}
    return [mode for mode in MODES.values() if mode.slug in present]
