"""The request as the middleware leaves it, and what several views ask of it."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.middleware import HtmxDetails


class Request(HttpRequest):
    """`session`: a store of `engines`, with its `engine`, `meter` and `conditions`."""

    htmx: HtmxDetails
    session: Any


def is_staff(request: HttpRequest) -> bool:
    return bool(getattr(request, "user", None) and request.user.is_staff)


def url_to_return_to(request: HttpRequest) -> str:
    """The page that a button was pressed on, if it is one of this site, else the lab."""
    url = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(url, allowed_hosts=None) and url.startswith("/"):
        return url
    return reverse("lab")
