"""The pages of the race, which need no JavaScript."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from engines.registry import ENGINES
from lab.experiments.views import visitor_id
from lab.http import Request
from lab.limits.clients import client_of
from lab.models import CLOSED, lab_is_open
from lab.race import tickets
from lab.race.charts import distance_chart, race_chart
from lab.race.distance import examine_claim
from lab.race.forms import DistanceForm
from lab.race.running import SECONDS, start_race
from lab.race.tickets import NotNow, Race


@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request")
def race(request: Request) -> HttpResponse:
    """The newest result of this server, and the distance. POST begins a race."""
    if request.method == "POST":
        return begin_race(request)
    return render_race(request, tickets.newest_finished_race())


def begin_race(request: Request) -> HttpResponse:
    """POST, redirect, GET: a race takes the server's time, so no link and no robot begins one."""
    if not lab_is_open():
        return render_race(request, tickets.newest_finished_race(), status=403)
    try:
        begun, is_new = tickets.enter_race(visitor_id(request), client_of(request))
    except NotNow as refusal:
        return render_race(
            request, tickets.newest_finished_race(), refusal=str(refusal), status=429
        )
    if is_new:
        start_race(begun)
    return HttpResponseRedirect(reverse("a-race", args=[begun.ticket]))


@require_http_methods(["GET", "HEAD"])
@vary_on_headers("HX-Request")
def a_race(request: Request, ticket: str) -> HttpResponse:
    """How far it is, then its result. htmx asks for the state alone, until it is over."""
    shown_race = race_or_404(ticket)
    if request.htmx and request.htmx.target == "race-state":
        response = render(request, "lab/race/state.html#state", {"race": shown_race})
        if not shown_race.under_way:
            response["HX-Refresh"] = "true"
        return response
    return render_race(request, shown_race)


@require_POST
def stops(request: Request, ticket: str) -> HttpResponse:
    tickets.stop_race(race_or_404(ticket))
    return HttpResponseRedirect(reverse("a-race", args=[ticket]))


def race_or_404(ticket: str) -> Race:
    race = tickets.read_race(ticket) if tickets.is_ticket(ticket) else None
    if race is None:
        raise Http404("There is no such race, or it is too long ago.")
    return race


def render_race(
    request: Request, race: Race | None, refusal: str = "", status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "race": race,
        "refusal": refusal,
        "closed": "" if lab_is_open() else CLOSED,
        "seconds": SECONDS,
        "each": tickets.PER_VISITOR,
    }
    if race and race.measurement:
        context |= result_context(request, race)
    template = "lab/race/race.html"
    if request.htmx and request.htmx.target == "distance":
        template = "lab/race/distance.html#distance"
    return render(request, template, context, status=status)


def result_context(request: Request, race: Race) -> dict[str, Any]:
    measurement: Any = race.measurement
    form = DistanceForm.from_query(request.GET)
    form.is_valid()
    return {
        "measurement": measurement,
        "chart": race_chart(measurement),
        "form": form,
        "distance": form.milliseconds,
        "opened": form.opened,
        "distances": distance_chart(measurement, form.milliseconds, form.opened),
        "stand_ins": [engine.name for engine in ENGINES.values() if engine.in_process],
        "claim": examine_claim(measurement),
    }
