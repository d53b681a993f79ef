"""The page of a mode: its text, what stands at its foot, and the progress beside it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from lab.http import Request
from learn.agreement import progress_of
from learn.content import LessonMode
from learn.extensions import EXTENSIONS, LessonPanel
from learn.lesson_modes import mode_after
from learn.placeholders import render_text
from learn.progress import Progress
from learn.rail import rail


def panel_of(request: Request, mode: LessonMode) -> LessonPanel | None:
    """What stands at the foot of a mode: that of the first extension that has something there."""
    panels = (extension.lesson_panel(request, mode) for extension in EXTENSIONS)
    return next((panel for panel in panels if panel), None)


def announce_page(request: Request, mode: LessonMode, panel: LessonPanel | None) -> None:
    """Tell every extension that this page is about to be shown."""
    for extension in EXTENSIONS:
        extension.page_shown(request, mode, panel)


def render_page(
    request: Request, mode: LessonMode, panel: LessonPanel | None = None, status: int = 200
) -> HttpResponse:
    """The whole page of a mode."""
    progress = progress_of(request)
    context = {
        "page_key": page_key(mode, panel),
        "course": mode.lesson.course,
        "text": render_text(request, mode),
        "exhibit": mode.mode.exhibit(request),
        "next_mode": mode_after(mode),
        "progress": progress,
        **panel_context(mode, panel, progress),
    }
    return render(request, "learn/mode.html", context, status=status)


def page_key(mode: LessonMode, panel: LessonPanel | None) -> tuple[str, ...]:
    """What the head of a page and the words round its text depend on."""
    files = (*panel.scripts, *panel.styles) if panel else ()
    return (mode.lesson.course.version, mode.path, *files)


def panel_context(
    mode: LessonMode, panel: LessonPanel | None, progress: Progress
) -> dict[str, Any]:
    """What a panel's template needs, and what stands beside it: the rail and the marks."""
    return {
        "lesson": mode.lesson,
        "mode": mode,
        "panel": panel,
        "rail": rail(mode.lesson, progress, mode),
        "lesson_marks": progress.lesson_marks(mode.lesson.path),
        **(panel.context if panel else {}),
    }
