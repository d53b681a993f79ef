"""The request as the middleware leaves it, for annotations."""

from typing import Any

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails


class Request(HttpRequest):
    """`session`: one of our stores, with its `engine` and `meter`."""

    htmx: HtmxDetails
    session: Any
