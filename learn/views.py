"""Courses, lessons and their modes."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from lab.http import Request
from learn import catalogue
from learn.agreement import progress_of
from learn.content import CourseContent, LessonContent
from learn.lesson_modes import mode_after, mode_or_404, modes_in_course, modes_of
from learn.lesson_page import announce_page, panel_of, render_page, show_page
from learn.marks import Marks
from learn.progress import Progress


@dataclass(frozen=True)
class LessonCard:
    """A lesson in a list. `seen`: how many of its texts the learner has visited."""

    lesson: LessonContent
    marks: Marks
    seen: int


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    progress = progress_of(request)
    courses = [course for course in catalogue.all_courses() if course.lessons]
    context = {
        "progress": progress,
        "courses": [(course, cards(course, progress)) for course in courses],
        "here": lesson_left_off(courses, progress),
        "first": next((lesson for course in courses for lesson in course.lessons), None),
    }
    return render(request, "learn/home.html", context)


@require_safe
def course(request: HttpRequest, course: str) -> HttpResponse:
    content = catalogue.course_or_404(course)
    progress = progress_of(request)
    context = {
        "course": content,
        "cards": cards(content, progress),
        "progress": progress,
        "modes": modes_in_course(content),
    }
    return render(request, "learn/course.html", context)


@require_safe
def lesson(request: HttpRequest, course: str, lesson: str) -> HttpResponse:
    """To the mode last visited, else to the one the learner likes to begin with, else the first."""
    content = catalogue.lesson_or_404(course, lesson)
    modes = {mode.slug: mode for mode in modes_of(content)}
    if not modes:
        raise Http404("There is nothing in this lesson yet.")
    progress = progress_of(request)
    wanted = (progress.last_mode(content.path), progress.style, *modes)
    return HttpResponseRedirect(next(modes[slug].url for slug in wanted if slug in modes))


@require_safe
@vary_on_headers("HX-Request")
def mode(request: Request, course: str, lesson: str, mode: str) -> HttpResponse:
    """The page of a mode; with htmx the panel at its foot or its exhibit, where asked for."""
    page = mode_or_404(catalogue.lesson_or_404(course, lesson), mode)
    progress = progress_of(request)
    if request.session.session_key:  # reading alone keeps nothing
        progress.visit(page.lesson.path, page.slug)
    target = request.htmx.target if request.htmx else None
    if not target:
        return show_page(request, page, progress)
    panel = panel_of(request, page)
    announce_page(request, page, panel.shown)
    if target == panel.element_id:
        context = {"lesson": page.lesson, "mode": page, **panel.context}
        return render(request, f"{panel.template}#{target}", context)
    if target == page.mode.element_id:
        context = {"mode": page, "exhibit": page.mode.exhibit(request)}
        return render(request, f"{page.mode.template}#{target}", context)
    return render_page(request, page, panel)


@require_POST
def readings(request: HttpRequest, course: str, lesson: str, mode: str) -> HttpResponse:
    """The learner has read this mode: note it, and go on to the next."""
    page = mode_or_404(catalogue.lesson_or_404(course, lesson), mode)
    progress_of(request).visit(page.lesson.path, page.slug)
    return HttpResponseRedirect((mode_after(page) or page).url)


@require_POST
def styles(request: HttpRequest, course: str) -> HttpResponse:
    """The mode that the learner likes to begin lessons with."""
    content = catalogue.course_or_404(course)
    style = request.POST.get("mode", "")
    if style in [mode.slug for mode in modes_in_course(content)]:
        progress_of(request).choose(style)
    return HttpResponseRedirect(content.url)


def cards(course: CourseContent, progress: Progress) -> list[LessonCard]:
    return [
        LessonCard(lesson, progress.lesson_marks(lesson.path), len(progress.seen(lesson.path)))
        for lesson in course.lessons
    ]


def lesson_left_off(courses: list[CourseContent], progress: Progress) -> LessonContent | None:
    """The lesson that the learner visited last; None where it is gone."""
    path = progress.here.rpartition("/")[0]
    lessons = (lesson for course in courses for lesson in course.lessons)
    return next((lesson for lesson in lessons if lesson.path == path), None)
