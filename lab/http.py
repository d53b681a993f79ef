"""The request as the middleware leaves it, for annotations."""

from typing import Any

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails


class Request(HttpRequest):
    """`session`: a store of `engines`, with its `engine`, `meter` and `conditions`."""

    htmx: HtmxDetails
    session: Any
