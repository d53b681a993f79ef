"""An experiment as a page: what it shows, its parameters, and what came of a run."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers

from lab.experiments.allowance import ALLOWANCE, CLIENTS, TooOften
from lab.experiments.experiment import Experiment
from lab.experiments.forms import ExperimentForm
from lab.experiments.pool import NoResult
from lab.experiments.presenting import present_result
from lab.experiments.registry import EXPERIMENTS
from lab.experiments.running import run_experiment
from lab.experiments.timeline import draw_timeline
from lab.http import Request
from lab.limits.clients import client_of
from lab.models import CLOSED, lab_is_open

COOKIE_SETTINGS = EXPERIMENTS["cookie-settings"]


@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request")
def experiment(request: Request, slug: str) -> HttpResponse:
    """POST runs it: that takes the server's time, so no link and no robot does."""
    if slug not in EXPERIMENTS:
        raise Http404("There is no such experiment.")
    context, status = run_if_posted(request, EXPERIMENTS[slug])
    template = "lab/experiment.html" + ("#outcome" if request.htmx else "")
    return render(request, template, context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request")
def cookie_settings(request: Request) -> HttpResponse:
    """The experiment `cookie-settings` as a page of its own, with bars."""
    context, status = run_if_posted(request, COOKIE_SETTINGS)
    if result := context.get("result"):
        context["timeline"] = draw_timeline(result)
    template = "lab/settings.html" + ("#outcome" if request.htmx else "")
    return render(request, template, context, status=status)


def run_if_posted(request: Request, experiment: Experiment) -> tuple[dict[str, Any], int]:
    """The context of the experiment's page, and the status of the response."""
    if request.method != "POST":
        form = ExperimentForm.prefilled(experiment, request.GET)
        return {"experiment": experiment, "form": form}, 200
    form = ExperimentForm(experiment, request.POST)
    context, status = run_with_form(request, experiment, form)
    return {"experiment": experiment, "form": form, **context}, status


def run_with_form(
    request: Request, experiment: Experiment, form: ExperimentForm
) -> tuple[dict[str, Any], int]:
    """The result of the run or why there was none, and the status of the response."""
    if not form.is_valid():
        errors = (f"{name}: {errors[0]}" for name, errors in form.errors.items())
        return {"refusal": f"Nothing was run: {' '.join(errors)}"}, 422

    def run() -> dict[str, Any]:
        result = run_experiment(experiment.slug, **form.cleaned_data)
        return {"result": result, "presented": present_result(result)}

    return run_if_allowed(request, run)


def run_if_allowed(
    request: Request, run: Callable[[], dict[str, Any]]
) -> tuple[dict[str, Any], int]:
    """What `run` returns or why it did not run, and the status of the response."""
    if not lab_is_open():
        return {"refusal": CLOSED}, 503
    try:
        ALLOWANCE.take(visitor_id(request))
        CLIENTS.take(client_of(request))
        return run(), 200
    except NoResult as refusal:
        return {"refusal": str(refusal)}, status_of(refusal)


def status_of(refusal: NoResult) -> int:
    return 429 if isinstance(refusal, TooOften) else 503


def visitor_id(request: Request) -> str:
    """Whose runs are counted: those of a session that there is, else of the client.

    A key that somebody made up is dropped once its session was looked for.
    """
    request.session.keys()  # looks for it
    return str(request.session.session_key or client_of(request))
