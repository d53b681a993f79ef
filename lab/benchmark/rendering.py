"""Figures as HTML, for lessons."""

from collections.abc import Hashable
from functools import lru_cache

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from lab.benchmark.figures import FIGURES
from lab.benchmark.measurement import Measurement
from lab.benchmark.store import COMMAND, is_fresh, newest_measurement
from lab.http import is_staff


def render_figure(request: HttpRequest, name: str) -> SafeString:
    """The figure as HTML, with a button where it is missing, old, or the reader is staff.

    A page never waits for a measurement. Empty for a name that is not in FIGURES.
    """
    if name not in FIGURES:
        return SafeString("")
    measurement = newest_measurement()
    figure = render_table(name, measurement) if measurement else None
    if figure and is_fresh(measurement) and not is_staff(request):
        return figure
    return render_to_string("lab/measure.html", {"figure": figure}, request)


def figures_state(request: HttpRequest) -> Hashable:
    """What figures depend on: which measurement, whether it is old, and who reads."""
    measurement = newest_measurement()
    return measurement and measurement.at, is_fresh(measurement), is_staff(request)


@lru_cache(maxsize=32)
def render_table(name: str, measurement: Measurement) -> SafeString:
    """The same for every reader, so it is made once for each measurement."""
    context = {
        "figure": FIGURES[name](measurement),
        "measurement": measurement,
        "command": COMMAND,
        "count": min(cost.times.count for cost in measurement.costs) if measurement.costs else 0,
    }
    return render_to_string("lab/figure.html", context)
