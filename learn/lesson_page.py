"""The page of a mode: its text, what stands at its foot, and the progress beside it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from lab.fragments import WithHoles, leaving_holes
from lab.http import Request
from learn.agreement import progress_of
from learn.content import LessonMode
from learn.extensions import EXTENSIONS, LessonPanel
from learn.kept_pages import PAGES, KeptPage, has_news, state_of_page
from learn.lesson_modes import mode_after
from learn.placeholders import render_text
from learn.progress import Progress
from learn.rail import rail

TEMPLATE = "learn/mode.html"


def panel_of(request: Request, mode: LessonMode) -> LessonPanel:
    """What stands at the foot of a mode: that of the first extension that has something there."""
    panels = (extension.lesson_panel(request, mode) for extension in EXTENSIONS)
    return next(filter(None, panels), LessonPanel())


def announce_page(request: Request, mode: LessonMode, shown: str) -> None:
    """Tell every extension that this page is about to be shown."""
    for extension in EXTENSIONS:
        extension.page_shown(request, mode, shown)


def show_page(request: Request, mode: LessonMode, progress: Progress) -> HttpResponse:
    """The whole page of a mode, from memory where it was made before for the same state."""
    state = state_of_page(request, mode, progress)
    page = PAGES.get(state)
    if page:
        announce_page(request, mode, page.shown)
    if page is None or has_news(request):
        panel = panel_of(request, mode)
        announce_page(request, mode, panel.shown)
        page = make_page(request, mode, panel)
        if panel.lasting and state and state == state_of_page(request, mode, progress_of(request)):
            PAGES.keep(state, page)
    return HttpResponse(page.filled(request))


def make_page(request: Request, mode: LessonMode, panel: LessonPanel) -> KeptPage:
    with leaving_holes(request):
        context = page_context(request, mode, panel)
        html = render_to_string(TEMPLATE, context, request)
    return KeptPage(WithHoles(html, context.get), panel.fresh, panel.shown)


def render_page(
    request: Request, mode: LessonMode, panel: LessonPanel, status: int = 200
) -> HttpResponse:
    """The whole page of a mode as it is for this request alone."""
    return render(request, TEMPLATE, page_context(request, mode, panel), status=status)


def page_context(request: Request, mode: LessonMode, panel: LessonPanel) -> dict[str, Any]:
    course, progress = mode.lesson.course, progress_of(request)
    return {
        # What the head of the page and the words round its text depend on.
        "page_key": (course.version, mode.path, *panel.scripts, *panel.styles),
        "course": course,
        "text": render_text(request, mode),
        "exhibit": mode.mode.exhibit(request),
        "next_mode": mode_after(mode),
        "progress": progress,
        **panel_context(mode, panel, progress),
    }


def panel_context(mode: LessonMode, panel: LessonPanel, progress: Progress) -> dict[str, Any]:
    """What a panel's template needs, and what stands beside it: the rail and the marks."""
    return {
        "lesson": mode.lesson,
        "mode": mode,
        "panel": panel,
        "rail": rail(mode.lesson, progress, mode),
        "lesson_marks": progress.lesson_marks(mode.lesson.path),
        **panel.context,
    }
