"""Courses, lessons and their modes, and what the learner has done."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import HttpResponseClientRefresh

from engines.http import Request
from learn import content, holes, modes
from learn.content import LessonContent
from learn.modes import MODES, Mode
from learn.progress import Marks, Progress, progress_of


@dataclass(frozen=True)
class LessonCard:
    """A lesson in a list, with what the learner has done of it."""

    lesson: LessonContent
    marks: Marks
    seen: int


@dataclass(frozen=True)
class RailEntry:
    """A mode in the rail of modes: is it the one shown, is it done, has it earned a badge?"""

    mode: Mode
    url: str
    current: bool
    done: bool
    badge: bool


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    progress = progress_of(request)
    courses = content.all_courses()
    context = {
        "progress": progress,
        "courses": [(course, cards(course, progress)) for course in courses],
        "here": here(courses, progress),
        "first": next((lesson for course in courses for lesson in course.lessons), None),
    }
    return render(request, "learn/home.html", context)


@require_safe
def course(request: HttpRequest, course: str) -> HttpResponse:
    found = content.course_or_404(course)
    progress = progress_of(request)
    context = {"course": found, "cards": cards(found, progress), "progress": progress}
    return render(request, "learn/course.html", context)


@require_safe
def lesson(request: HttpRequest, course: str, lesson: str) -> HttpResponse:
    """To the mode last visited, else the first."""
    found = content.lesson_or_404(course, lesson)
    slugs = [mode.slug for mode in modes.modes_of(found)]
    if not slugs:
        raise Http404("This lesson has no text yet.")
    last = progress_of(request).last_mode(found.path)
    return HttpResponseRedirect(mode_url(found, last if last in slugs else slugs[0]))


@require_safe
@vary_on_headers("HX-Request")
def mode(request: Request, course: str, lesson: str, mode: str) -> HttpResponse:
    found = content.lesson_or_404(course, lesson)
    shown = mode_or_404(found, mode)
    progress = progress_of(request)
    if request.session.session_key:  # reading alone keeps nothing
        progress.visit(found.path, shown.slug)
    context: dict[str, Any] = {}
    for foot in modes.FEET:
        context |= foot.context(request, found, shown)
    if request.htmx and request.htmx.target == context.get("foot_id"):
        return render(request, f"{context['foot']}#{context['foot_id']}", context)
    return render_mode(request, found, shown, context)


@require_POST
def readings(request: HttpRequest, course: str, lesson: str, mode: str) -> HttpResponse:
    """The learner has read this mode: note it, and go on to the next."""
    found = content.lesson_or_404(course, lesson)
    shown = mode_or_404(found, mode)
    progress_of(request).visit(found.path, shown.slug)
    following = mode_after(found, shown) or shown
    return HttpResponseRedirect(mode_url(found, following.slug))


def render_mode(
    request: HttpRequest, lesson: LessonContent, mode: Mode, extra: dict[str, Any]
) -> HttpResponse:
    """The whole page of a mode; `extra` is what stands at its foot."""
    progress = progress_of(request)
    context = {
        "lesson": lesson,
        "course": lesson.course,
        "mode": mode,
        "text": holes.filled(request, lesson, mode),
        "rail": rail(lesson, progress, mode),
        "next_mode": mode_after(lesson, mode),
        "progress": progress,
        "lesson_marks": progress.lesson_marks(lesson.path),
        **extra,
    }
    return render(request, "learn/mode.html", context)


def mode_or_404(lesson: LessonContent, slug: str) -> Mode:
    mode = MODES.get(slug)
    if mode is None or mode not in modes.modes_of(lesson):
        raise Http404("This lesson has no such mode.")
    return mode


def mode_after(lesson: LessonContent, mode: Mode) -> Mode | None:
    following = modes.modes_of(lesson)
    position = following.index(mode) + 1
    return following[position] if position < len(following) else None


def mode_url(lesson: LessonContent, mode: str) -> str:
    return reverse("mode", args=[lesson.course.slug, lesson.slug, mode])


def rail(
    lesson: LessonContent, progress: Progress, current: Mode | None = None
) -> dict[str, list[RailEntry]]:
    """The modes of a lesson by group, each with its address and state."""
    groups: dict[str, list[RailEntry]] = {}
    for mode in modes.modes_of(lesson):
        url, done = mode_url(lesson, mode.slug), is_done(lesson, mode, progress)
        badge = progress.has_badge(f"{lesson.path}/{mode.slug}")
        entry = RailEntry(mode, url, mode == current, done, badge)
        groups.setdefault(mode.group, []).append(entry)
    return groups


def is_done(lesson: LessonContent, mode: Mode, progress: Progress) -> bool:
    """A text is done once it was read, a quiz once every question was answered."""
    if mode.reading:
        return mode.slug in progress.seen(lesson.path)
    return progress.marks(f"{lesson.path}/{mode.slug}").complete


def cards(course: content.CourseContent, progress: Progress) -> list[LessonCard]:
    return [
        LessonCard(lesson, progress.lesson_marks(lesson.path), len(progress.seen(lesson.path)))
        for lesson in course.lessons
    ]


def here(courses: list[content.CourseContent], progress: Progress) -> LessonContent | None:
    """The lesson where the learner left off, if it is still there."""
    lesson_path = progress.here.rpartition("/")[0]
    lessons = (lesson for course in courses for lesson in course.lessons)
    return next((lesson for lesson in lessons if lesson.path == lesson_path), None)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", {"reason": reason(exception)}, status=404)


def reason(exception: Exception) -> str:
    """Our own words of a 404; Django's resolver puts a table of addresses there instead."""
    first = exception.args[0] if exception.args else ""
    return first if isinstance(first, str) else ""


def csrf_failure(request: Request, reason: str = "") -> HttpResponse:
    """Its cookie is gone, or never came. A fragment can't say so: the page comes anew and does."""
    if getattr(request, "htmx", False):
        messages.error(
            request,
            "Please send it again: this browser had lost the cookies of this page, so nothing was "
            "changed. What you answered before is kept.",
        )
        return HttpResponseClientRefresh()
    return render(request, "403_csrf.html", {"reason": reason}, status=403)
