"""Courses, lessons and their modes, and what the learner has done."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

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
    """A mode in the rail of modes: is it the one shown, is it done, has it earned a badge?

    `next`: it is the one to go on with.
    """

    mode: Mode
    url: str
    current: bool
    done: bool
    badge: bool
    next: bool


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    progress = progress_of(request)
    courses = [course for course in content.all_courses() if course.lessons]
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
    context = {
        "course": found,
        "cards": cards(found, progress),
        "progress": progress,
        "modes": modes_in(found),
    }
    return render(request, "learn/course.html", context)


@require_safe
def lesson(request: HttpRequest, course: str, lesson: str) -> HttpResponse:
    """To the mode last visited, else to the one the learner likes to begin with, else the first."""
    found = content.lesson_or_404(course, lesson)
    slugs = [mode.slug for mode in modes.modes_of(found)]
    if not slugs:
        raise Http404("This lesson has no text yet.")
    progress = progress_of(request)
    wanted = (progress.last_mode(found.path), progress.style, slugs[0])
    return HttpResponseRedirect(mode_url(found, next(slug for slug in wanted if slug in slugs)))


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
    for follow in modes.FOLLOWERS:
        follow(request, found, shown, context)
    if request.htmx and request.htmx.target == context.get("foot_id"):
        return render(request, f"{context['foot']}#{context['foot_id']}", context)
    if shown.exhibit and request.htmx:
        exhibit = shown.exhibit(request)
        if request.htmx.target == exhibit.name:
            context = {"exhibit": exhibit}
            return render(request, f"{exhibit.template}#{exhibit.name}", context)
    return render_mode(request, found, shown, context)


@require_POST
def readings(request: HttpRequest, course: str, lesson: str, mode: str) -> HttpResponse:
    """The learner has read this mode: note it, and go on to the next."""
    found = content.lesson_or_404(course, lesson)
    shown = mode_or_404(found, mode)
    progress_of(request).visit(found.path, shown.slug)
    following = mode_after(found, shown) or shown
    return HttpResponseRedirect(mode_url(found, following.slug))


@require_POST
def styles(request: HttpRequest, course: str) -> HttpResponse:
    """The mode that the learner likes to begin lessons with. Chosen, so it is kept."""
    found = content.course_or_404(course)
    style = request.POST.get("mode", "")
    if style in [mode.slug for mode in modes_in(found)]:
        progress_of(request).choose(style)
    return HttpResponseRedirect(found.url)


def render_mode(
    request: Request, lesson: LessonContent, mode: Mode, extra: dict[str, Any]
) -> HttpResponse:
    """The whole page of a mode; `extra` is what stands at its foot."""
    progress = progress_of(request)
    context = {
        "lesson": lesson,
        "course": lesson.course,
        "mode": mode,
        "text": holes.filled(request, lesson, mode),
        "exhibit": mode.exhibit(request) if mode.exhibit else None,
        "next_mode": mode_after(lesson, mode),
        "progress": progress,
        **beside(lesson, mode, progress),
        **extra,
    }
    return render(request, "learn/mode.html", context)


def beside(lesson: LessonContent, mode: Mode, progress: Progress) -> dict[str, Any]:
    """What stands beside a mode and tells how far the learner is."""
    return {
        "rail": rail(lesson, progress, mode),
        "lesson_marks": progress.lesson_marks(lesson.path),
    }


def modes_in(course: content.CourseContent) -> list[Mode]:
    """The modes that lessons of the course have."""
    found = {mode for lesson in course.lessons for mode in modes.modes_of(lesson)}
    return [mode for mode in MODES.values() if mode in found]


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
    found = modes.modes_of(lesson)
    done = {mode for mode in found if is_done(lesson, mode, progress)}
    following = to_go_on_with(found, done, current)
    groups: dict[str, list[RailEntry]] = {}
    for mode in found:
        url, badge = mode_url(lesson, mode.slug), progress.has_badge(f"{lesson.path}/{mode.slug}")
        entry = RailEntry(mode, url, mode == current, mode in done, badge, mode == following)
        groups.setdefault(mode.group, []).append(entry)
    return groups


def to_go_on_with(found: list[Mode], done: set[Mode], current: Mode | None) -> Mode | None:
    """The first mode after the current one that is not done, round the rail; None at the end."""
    start = found.index(current) + 1 if current in found else 0
    open_ones = (mode for mode in found[start:] + found[:start] if mode not in done)
    return next((mode for mode in open_ones if mode != current), None)


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
