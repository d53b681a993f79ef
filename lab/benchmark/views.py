"""Measuring this server anew, from a figure in a lesson."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from lab.benchmark.store import UnderWay, is_fresh, newest_measurement, renew_measurement
from lab.http import Request, is_staff, url_to_return_to
from lab.models import CLOSED, lab_is_open


@require_POST
def measurements(request: Request) -> HttpResponse:
    """Measure anew: anyone may where there is nothing of today, staff at any time."""
    if not lab_is_open():
        messages.info(request, CLOSED)
    elif is_staff(request) or not is_fresh(newest_measurement()):
        try:
            renew_measurement()
            messages.success(request, "Measured: the figures on this page are of this moment.")
        except UnderWay:
            messages.info(request, "This server is being measured just now. Load the page again.")
        except OSError as error:
            messages.error(request, f"The measurement can't be kept: {error}. Tell who runs this.")
    return HttpResponseRedirect(url_to_return_to(request))
