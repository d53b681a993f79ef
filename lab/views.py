"""Your session from the inside, and the switch that moves it."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import connection
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from engines import circuit_breaker, move
from engines.engine import Engine
from engines.registry import ENGINES
from lab.benchmark import store as benchmark_store
from lab.benchmark.figures import is_staff, milliseconds
from lab.drills.drills import DRILLS
from lab.experiments.registry import EXPERIMENTS
from lab.forms import SwitchForm
from lab.http import Request
from lab.inside import inside
from lab.missing_engines import missing_engines
from lab.models import CLOSED, lab_is_open
from lab.session_notices import describe_move
from lab.tracing.steps import MIDDLEWARE, STORE, Step
from lab.tracing.traces import trace_of
from lab.tracing.visits import VISITS


@require_safe
def lab(request: Request) -> HttpResponse:
    circuit_breaker.probe(ENGINES.values())
    return render(request, "lab/lab.html", lab_context(request))


@require_POST
def switch(request: Request) -> HttpResponse:
    form = SwitchForm(request.POST)
    if form.is_valid():
        try:
            messages.success(
                request, describe_move(move.begin(request, form.cleaned_data["engine"]))
            )
        except move.MoveRefused as refusal:
            form.add_error("engine", str(refusal))
    if request.htmx:
        status = 422 if form.errors else 200
        return render(request, "lab/panel.html#panel", {"switch_form": form}, status=status)
    if form.errors:
        return render(request, "lab/lab.html", {**lab_context(request), "switch_form": form})
    return HttpResponseRedirect(page_to_return_to(request))


@require_POST
def measurements(request: Request) -> HttpResponse:
    """Measure this server anew: anyone where there is nothing of today, staff at any time."""
    if not lab_is_open():
        messages.info(request, CLOSED)
    elif is_staff(request) or not benchmark_store.is_fresh(benchmark_store.kept()):
        try:
            benchmark_store.renew()
            messages.success(request, "Measured: the figures on this page are of this moment.")
        except benchmark_store.UnderWay:
            messages.info(request, "This server is being measured just now. Load the page again.")
        except OSError as error:
            messages.error(request, f"The measurement can't be kept: {error}. Tell who runs this.")
    return HttpResponseRedirect(page_to_return_to(request))


def lab_context(request: Request) -> dict[str, Any]:
    look = inside(request)
    return {
        "inside": look,
        "calls": calls(look.engine) if look.kept else [],
        "rows": [(engine, cost_of(engine)) for engine in ENGINES.values()],
        "missing_engines": missing_engines(settings.CACHES, connection.vendor),
        "experiments": EXPERIMENTS.values(),
        "drills": DRILLS.values(),
    }


def cost_of(engine: Engine) -> list[str]:
    """What reading takes on this server, and reading and changing; empty where not measured."""
    found = benchmark_store.kept()
    costs = [found.cost(engine.name, kind) for kind in ("read", "write")] if found else []
    return [milliseconds(cost.times.median) for cost in costs if cost]


def calls(engine: Engine) -> list[Step]:
    """Django's calls in a request that changes a session of this engine, as recorded here."""
    trace = trace_of(engine, VISITS["change"])
    return [step for step in trace.steps if step.place in (MIDDLEWARE, STORE)] if trace else []


def page_to_return_to(request: Request) -> str:
    """The page the switch was pressed on, if it is one of ours."""
    page = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(page, allowed_hosts=None) and page.startswith("/"):
        return page
    return reverse("lab")
