"""The views of the small site: a few lines each, as a learner would write them.

The name of a view is the path of its page, which the learner sees (`GET /read/`).
"""

import json
from collections.abc import Callable
from typing import Any

from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse

View = Callable[[HttpRequest], HttpResponse]
VALUE = "value"


def write(request: HttpRequest) -> HttpResponse:
    request.session["kept"] = VALUE
    return HttpResponse("saved")


def read(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.session.get("kept", ""))


def untouched(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Monday to Friday, 9 to 5")


def user(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.user.get_username())


def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return HttpResponse("signed out")


def sign_in(person: Any) -> View:
    def sign_in(request: HttpRequest) -> HttpResponse:
        login(request, person, "django.contrib.auth.backends.ModelBackend")
        return HttpResponse("signed in")

    return sign_in


def setting(**values: Any) -> View:
    """A view that sets these keys of the session."""

    def write(request: HttpRequest) -> HttpResponse:
        for name, value in values.items():
            request.session[name] = value
        return HttpResponse("saved")

    return write


def expiring(seconds: int | None) -> View:
    """The view `write`, which also calls `set_expiry`."""

    def set_expiry(request: HttpRequest) -> HttpResponse:
        request.session.set_expiry(seconds)
        return write(request)

    return set_expiry


def names(request: HttpRequest) -> HttpResponse:
    """The names of what the session holds, as JSON."""
    return HttpResponse(json.dumps(sorted(request.session.keys())))
