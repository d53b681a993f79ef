"""The site's addresses, and beside them a view that reads the session and does nothing else."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

ADDRESS = "bare/"


def read_session(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(request.session["progress"]["at"]))


urlpatterns = [path(ADDRESS, read_session), path("", include("config.urls"))]
