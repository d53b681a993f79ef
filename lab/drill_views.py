"""The drills and the settings of the lab, as pages: by GET what is asked, by POST what happened."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers

from lab.drills import DRILLS, Drill, fates
from lab.experiment_forms import ExperimentForm
from lab.experiment_views import done, outcome
from lab.experiments import EXPERIMENTS
from lab.experiments.parameters import ENGINES
from lab.http import Request
from lab.timeline import timeline

SETTINGS = EXPERIMENTS["cookie-settings"]


@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request")
def drill(request: Request, slug: str) -> HttpResponse:
    one = DRILLS.get(slug)
    if one is None:
        raise Http404("There is no such drill.")
    said = [engine for engine in ENGINES if engine in request.POST.getlist("engine")]
    context: dict[str, Any] = {"drill": one, "asked": ENGINES, "said": said}
    status = happened(request, one, said, context) if request.method == "POST" else 200
    template = "lab/drill.html" + ("#outcome" if request.htmx else "")
    return render(request, template, context, status=status)


def happened(request: Request, one: Drill, said: list[str], context: dict[str, Any]) -> int:
    """Put what happened into `context`, and return the status that says so."""

    def job() -> dict[str, Any]:
        found = list(fates(one, said, dict(request.session.items())))
        return {"fates": found, "right": sum(fate.right for fate in found)}

    return done(request, job, context)


@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request")
def cookie_settings(request: Request) -> HttpResponse:
    context: dict[str, Any] = {"experiment": SETTINGS}
    status = 200
    if request.method == "POST":
        form = ExperimentForm(SETTINGS, request.POST)
        status = outcome(request, SETTINGS.slug, form, context)
    else:
        form = ExperimentForm.begun_with(SETTINGS, request.GET)
    if result := context.get("result"):
        context["timeline"] = timeline(result)
    template = "lab/settings.html" + ("#outcome" if request.htmx else "")
    return render(request, template, {**context, "form": form}, status=status)
