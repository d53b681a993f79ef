"""What a learner has done, and what is theirs to do with it: take it along, bring it, reset it."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from engines.http import Request
from learn import content, records, transfer
from learn import resets as beginning_anew
from learn.content import LessonContent
from learn.learner import COOKIE, learner_or_new, remember
from learn.modes import MODES, Mode
from learn.progress import Marks, Progress, agree_with_sources, progress_of
from learn.records import Brought
from learn.views import mode_url, rail

# Shown on the progress page itself, not in the panel beside it.
HERE = "progress"


@require_safe
@never_cache
def progress(request: Request) -> HttpResponse:
    return render(request, "learn/progress.html", page_context(request))


@require_safe
@never_cache
def file(request: Request) -> HttpResponse:
    kept = progress_of(request)
    if kept.learner is None:
        messages.error(request, "There is nothing to download yet.", extra_tags=HERE)
        return redirect("progress")
    text = transfer.written(site_of(request), kept, kept.learner)
    headers = {"Content-Disposition": f'attachment; filename="{transfer.NAME}"'}
    return HttpResponse(text, content_type="application/json", headers=headers)


@require_POST
def restores(request: Request) -> HttpResponse:
    if int(request.META.get("CONTENT_LENGTH") or 0) > settings.FILE_UPLOAD_MAX_MEMORY_SIZE:
        most = settings.FILE_UPLOAD_MAX_MEMORY_SIZE // 1_000_000
        too_large = f"This file is larger than {most} MB, so it is not one that you got here."
        return refused(request, too_large, status=413)
    uploaded = request.FILES.get("file")
    if uploaded is None:
        return refused(request, "Choose the file first, then restore.")
    try:
        document = transfer.read(uploaded.read(), site_of(request))
        kept = progress_of(request)
        came = transfer.brought(document, kept, learner_or_new(request))
    except transfer.Refused as refusal:
        return refused(request, str(refusal))
    something = {name: brought for name, brought in came.items() if brought != Brought()}
    for name, brought in (something or came).items():
        messages.success(request, told(name, brought), extra_tags=HERE)
    return remember(request, redirect("progress"))


def refused(request: Request, why: str, status: int = 422) -> HttpResponse:
    context = page_context(request) | {"restore_error": why}
    return render(request, "learn/progress.html", context, status=status)


def told(name: str, brought: Brought) -> str:
    """What came of the rows of one kind, in words."""
    one = name.removesuffix("s")
    said = f"Restored: {brought.new} {one if brought.new == 1 else name}."
    if brought.known:
        said += f" {counted(brought.known)} here already."
    if brought.unfit:
        said += f" {counted(brought.unfit)} left out: here you went on with the question otherwise."
    if gone := sorted(brought.gone):
        names = ", ".join(gone[:10]) + (", …" if len(gone) > 10 else "")
        what = "1 question is" if len(gone) == 1 else f"{len(gone)} questions are"
        said += f" {what} no longer here, so answers to {names} stay in the file."
    return said


def counted(number: int) -> str:
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
        return forgotten(request)
    done = f"“{reset.lesson.title}” begins anew." if reset.lesson else "Everything begins anew."
    messages.success(request, done, extra_tags=HERE)
    return redirect("progress")


def forgotten(request: Request) -> HttpResponseRedirect:
    """Without the cookies this browser is a stranger's, and so are the rows."""
    request.session.flush()
    messages.success(request, "This site has forgotten you.", extra_tags=HERE)
    response = redirect("progress")
    response.delete_cookie(COOKIE, samesite="Lax")
    response.delete_cookie(settings.CSRF_COOKIE_NAME, samesite="Lax")
    return response


def site_of(request: Request) -> str:
    return request.build_absolute_uri("/")


def page_context(request: Request) -> dict[str, Any]:
    kept = progress_of(request)
    if not kept.rebuilt:
        agree_with_sources(kept)
    lessons = [lesson for course in content.all_courses() for lesson in course.lessons]
    return {
        "progress": kept,
        "lessons": [(lesson, rail(lesson, kept), set_rows(lesson, kept)) for lesson in lessons],
        "sections": records.sections(kept.learner),
        "answers": records.count(kept.learner),
        "most": settings.FILE_UPLOAD_MAX_MEMORY_SIZE,
    }


def set_rows(lesson: LessonContent, progress: Progress) -> list[tuple[Mode, str, Marks]]:
    """The question sets of a lesson that the learner has begun, with where to go on."""
    found = [(mode, progress.marks(f"{lesson.path}/{mode.slug}")) for mode in MODES.values()]
    return [(mode, mode_url(lesson, mode.slug), marks) for mode, marks in found if marks.now]
