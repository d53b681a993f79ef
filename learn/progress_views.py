"""What a learner has done, and what they can do with it: take it along, restore it, reset it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lab.http import Request
from learn import catalogue, progress_file
from learn import resets as beginning_anew
from learn.agreement import agree_with_rows, progress_of
from learn.content import LessonContent, LessonMode
from learn.extensions import EXTENSIONS, count_rows
from learn.learner import COOKIE, learner_or_new, set_learner_cookie
from learn.learner_rows import RestoredRows
from learn.marks import Marks
from learn.modes import MODES
from learn.progress import Progress
from learn.rail import Rail, rail

# The tag of the messages that stand on the progress page itself, not in the panel beside it.
MESSAGE_TAG = "progress"


@dataclass(frozen=True)
class LessonRow:
    """A lesson on the progress page. `sets`: its modes with questions that were begun."""

    lesson: LessonContent
    rail: Rail
    sets: list[tuple[LessonMode, Marks]]


@require_safe
@never_cache
def progress(request: Request) -> HttpResponse:
    return render(request, "learn/progress.html", page_context(request))


@require_safe
@never_cache
def download(request: Request) -> HttpResponse:
    kept = progress_of(request)
    if kept.learner is None:
        messages.error(request, "There is nothing to download yet.", extra_tags=MESSAGE_TAG)
        return redirect("progress")
    text = progress_file.write_file(site_url(request), kept, kept.learner)
    headers = {"Content-Disposition": f'attachment; filename="{progress_file.NAME}"'}
    return HttpResponse(text, content_type="application/json", headers=headers)


@require_POST
def restores(request: Request) -> HttpResponse:
    if int(request.META.get("CONTENT_LENGTH") or 0) > settings.FILE_UPLOAD_MAX_MEMORY_SIZE:
        most = settings.FILE_UPLOAD_MAX_MEMORY_SIZE // 1_000_000
        too_large = f"This file is larger than {most} MB, so it is not one that you got here."
        return refuse(request, too_large, status=413)
    uploaded = request.FILES.get("file")
    if uploaded is None:
        return refuse(request, "Choose the file first, then restore.")
    try:
        document = progress_file.read_file(uploaded.read(), site_url(request))
        progress = progress_of(request)
        restored = progress_file.restore_document(document, progress, learner_or_new(request))
    except progress_file.FileRefused as refusal:
        return refuse(request, str(refusal))
    for words in describe_restored(restored):
        messages.success(request, words, extra_tags=MESSAGE_TAG)
    return set_learner_cookie(request, redirect("progress"), progress.kept.at)


def refuse(request: Request, why: str, status: int = 422) -> HttpResponse:
    context = page_context(request) | {"restore_error": why}
    return render(request, "learn/progress.html", context, status=status)


def describe_restored(restored: dict[str, RestoredRows]) -> list[str]:
    """A sentence for each kind of rows that the file had; for every kind if it had none."""
    present = {name: rows for name, rows in restored.items() if rows != RestoredRows()}
    return [describe_rows(name, rows) for name, rows in (present or restored).items()]


def describe_rows(name: str, rows: RestoredRows) -> str:
    """What came of the rows of one kind, as a sentence. `name` is a plural: `answers`."""
    words = f"Restored: {rows.new} {name.removesuffix('s') if rows.new == 1 else name}."
    if rows.known:
        words += f" {number_and_verb(rows.known)} here already."
    if rows.unfit:
        words += f" {number_and_verb(rows.unfit)} left out: "
        words += "here you went on with the question otherwise."
    if gone := sorted(rows.gone):
        names = ", ".join(gone[:10]) + (", …" if len(gone) > 10 else "")
        questions = "1 question is" if len(gone) == 1 else f"{len(gone)} questions are"
        words += f" {questions} no longer here, so answers to {names} stay in the file."
    return words


def number_and_verb(number: int) -> str:
    return f"{number} was" if number == 1 else f"{number} were"


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def resets(request: Request) -> HttpResponse:
    """Asks before it does it. `what`: the path of a lesson, `all` or `forget`."""
    progress = progress_of(request)
    sent = request.POST if request.method == "POST" else request.GET
    reset = beginning_anew.reset_or_404(sent.get("what", ""), progress)
    if request.method != "POST":
        return render(request, "learn/reset.html", {"reset": reset, "progress": progress})
    beginning_anew.carry_out(reset, progress)
    if reset.forgets:
        return forget_visitor(request)
    done = f"“{reset.lesson.title}” begins anew." if reset.lesson else "Everything begins anew."
    messages.success(request, done, extra_tags=MESSAGE_TAG)
    return redirect("progress")


def forget_visitor(request: Request) -> HttpResponseRedirect:
    """End the session and take the cookies back, so that nothing leads to the learner's rows."""
    request.session.flush()
    messages.success(request, "This site has forgotten you.", extra_tags=MESSAGE_TAG)
    response = redirect("progress")
    response.delete_cookie(COOKIE, samesite="Lax")
    response.delete_cookie(settings.CSRF_COOKIE_NAME, samesite="Lax")
    return response


def site_url(request: Request) -> str:
    return request.build_absolute_uri("/")


def page_context(request: Request) -> dict[str, Any]:
    kept = progress_of(request)
    if not kept.rebuilt:
        agree_with_rows(kept)
    lessons = [lesson for course in catalogue.all_courses() for lesson in course.lessons]
    return {
        "progress": kept,
        "lessons": [lesson_row(lesson, kept) for lesson in lessons],
        "sections": sections_of(kept.learner),
        "answers": count_rows(kept.learner),
        "most": settings.FILE_UPLOAD_MAX_MEMORY_SIZE,
    }


def lesson_row(lesson: LessonContent, progress: Progress) -> LessonRow:
    return LessonRow(lesson, rail(lesson, progress), begun_sets(lesson, progress))


def begun_sets(lesson: LessonContent, progress: Progress) -> list[tuple[LessonMode, Marks]]:
    """The modes of a lesson whose questions the learner has begun, with their marks."""
    modes = [LessonMode(lesson, mode) for mode in MODES.values()]
    return [(mode, marks) for mode in modes if (marks := progress.marks(mode.path)).now]


def sections_of(learner: UUID | None) -> list[dict[str, Any]]:
    """The sections of the progress page that have something to show, each with its template."""
    if learner is None:
        return []
    sections = [section for extension in EXTENSIONS for section in extension.progress_sections]
    filled = [(section.template, section.context(learner)) for section in sections]
    return [{"template": template, **context} for template, context in filled if context]
