"""Your session from the inside, and the switch that moves it."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import connection
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from engines import circuit_breaker, move
from engines.engine import Engine
from engines.registry import ENGINES
from lab.benchmark.store import newest_measurement
from lab.drills.drills import DRILLS
from lab.experiments.registry import EXPERIMENTS
from lab.formatting import format_request_time
from lab.forms import SwitchForm
from lab.http import Request, url_to_return_to
from lab.missing_engines import missing_engines
from lab.session_inspector import inspect_session
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
            moved = move.begin(request, form.cleaned_data["engine"])
            messages.success(request, describe_move(moved))
        except move.MoveRefused as refusal:
            form.add_error("engine", str(refusal))
    back = url_to_return_to(request)
    context = {"switch_form": form, "next": back}
    if request.htmx:
        status = 422 if form.errors else 200
        return render(request, "lab/panel.html#panel", context, status=status)
    if form.errors:
        return render(request, "lab/lab.html", {**lab_context(request), **context})
    return HttpResponseRedirect(back)


def lab_context(request: Request) -> dict[str, Any]:
    inspected = inspect_session(request)
    return {
        "inspected": inspected,
        "calls": recorded_calls(inspected.engine) if inspected.exists else [],
        "rows": [(engine, request_times(engine)) for engine in ENGINES.values()],
        "missing_engines": missing_engines(settings.CACHES, connection.vendor),
        "experiments": EXPERIMENTS.values(),
        "drills": DRILLS.values(),
    }


def request_times(engine: Engine) -> list[str]:
    """What reading takes on this server, and reading and changing; empty where not measured."""
    measurement = newest_measurement()
    if measurement is None:
        return []
    costs = [measurement.cost(engine.name, kind) for kind in ("read", "write")]
    return [format_request_time(cost.times.median) for cost in costs if cost]


def recorded_calls(engine: Engine) -> list[Step]:
    """Django's calls in a request that changes a session of this engine, as recorded here."""
    trace = trace_of(engine, VISITS["change"])
    return [step for step in trace.steps if step.place in (MIDDLEWARE, STORE)] if trace else []
