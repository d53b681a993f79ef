"""An experiment as a page: what it shows, its parameters, and what came of a run."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers

from lab.experiment_forms import ExperimentForm
from lab.experiments import ALLOWANCE, EXPERIMENTS, NoResult, TooOften, run, shown
from lab.http import Request
from lab.models import CLOSED, lab_is_open


@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request")
def experiment(request: Request, slug: str) -> HttpResponse:
    """POST runs it: that takes the server's time, so no link and no robot does."""
    one = EXPERIMENTS.get(slug)
    if one is None:
        raise Http404("There is no such experiment.")
    context: dict[str, Any] = {"experiment": one}
    status = 200
    if request.method == "POST":
        form = ExperimentForm(one, request.POST)
        status = outcome(request, slug, form, context)
    else:
        form = ExperimentForm.begun_with(one, request.GET)
    template = "lab/experiment.html" + ("#outcome" if request.htmx else "")
    return render(request, template, {**context, "form": form}, status=status)


def outcome(request: Request, slug: str, form: ExperimentForm, context: dict[str, Any]) -> int:
    """Put what came of the run into `context`, and return the status that says so."""
    if not form.is_valid():
        context["refusal"] = "Nothing was run: " + " ".join(
            f"{name}: {errors[0]}" for name, errors in form.errors.items()
        )
        return 422

    def job() -> dict[str, Any]:
        result = run(slug, **form.cleaned_data)
        return {"result": result, "shown": shown(result)}

    return done(request, job, context)


def done(request: Request, job: Callable[[], dict[str, Any]], context: dict[str, Any]) -> int:
    """Put what the job finds, or why it was not done, into `context`. Returns the status."""
    if not lab_is_open():
        context["refusal"] = CLOSED
        return 503
    try:
        ALLOWANCE.take(visitor(request))
        context.update(job())
    except NoResult as refusal:
        context["refusal"] = str(refusal)
        return status_of(refusal)
    return 200


def status_of(refusal: NoResult) -> int:
    return 429 if isinstance(refusal, TooOften) else 503


def visitor(request: Request) -> str:
    """Who is counted: the session where there is one, else the address, kept for a minute."""
    return str(request.session.session_key or request.META.get("REMOTE_ADDR"))
