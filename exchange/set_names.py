"""Question sets as the shell names them: COURSE/LESSON/MODE."""

from django.core.management.base import CommandError

from quizzes.models import QuestionSet

MOST_NAMED = 12


def set_called(name: str) -> QuestionSet:
    """Raises CommandError, in one line, with the names that there are."""
    parts = name.strip("/").split("/")
    if len(parts) == 3:
        course, lesson, mode = parts
        found = QuestionSet.objects.filter(
            lesson__course__slug=course, lesson__slug=lesson, mode=mode
        )
        if row := found.select_related("lesson__course").first():
            return row
    raise CommandError(f"No such set: {name}; there are: {known_names(parts)}.")


def known_names(parts: list[str]) -> str:
    """The sets of the lesson that is meant, else of the course, else all; a dozen of them."""
    rows = QuestionSet.objects.order_by("lesson__course", "lesson__position", "mode")
    values = rows.values_list("lesson__course__slug", "lesson__slug", "mode")
    names = ["/".join(path) for path in values]
    for length in (2, 1, 0):
        start = "".join(f"{part}/" for part in parts[:length])
        near = [name for name in names if name.startswith(start)]
        if near:
            more = len(near) - MOST_NAMED
            return ", ".join(near[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
    return "none"
