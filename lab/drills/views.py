"""A drill as a page: by GET what is asked, by POST what happened."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers

from lab.drills.drills import DRILLS, Drill, run_drill
from lab.experiments.parameters import DJANGO_ENGINES
from lab.experiments.views import run_if_allowed
from lab.http import Request


@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request")
def drill(request: Request, slug: str) -> HttpResponse:
    if slug not in DRILLS:
        raise Http404("There is no such drill.")
    chosen = DRILLS[slug]
    predicted = [engine for engine in DJANGO_ENGINES if engine in request.POST.getlist("engine")]
    context: dict[str, Any] = {
        "drill": chosen,
        "asked_engines": DJANGO_ENGINES,
        "predicted": predicted,
    }
    status = 200
    if request.method == "POST":
        outcome, status = run_on_session(request, chosen, predicted)
        context |= outcome
    template = "lab/drill.html" + ("#outcome" if request.htmx else "")
    return render(request, template, context, status=status)


def run_on_session(
    request: Request, drill: Drill, predicted: list[str]
) -> tuple[dict[str, Any], int]:
    """What happened to a copy of the visitor's session, and the status of the response."""

    def run() -> dict[str, Any]:
        outcomes = list(run_drill(drill, predicted, dict(request.session.items())))
        return {"outcomes": outcomes, "right": sum(outcome.right for outcome in outcomes)}

    return run_if_allowed(request, run)
