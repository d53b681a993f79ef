"""Filling the placeholders of a page once its session is saved."""

from typing import Any

from django.http import HttpResponse
from django.utils.deprecation import MiddlewareMixin

from lab.placeholders import fill_placeholders


class PlaceholderMiddleware(MiddlewareMixin):
    """Stands outside `engines.middleware.SessionMiddleware`, which saves the session first.

    Only then it is known what the session cost and what happened to it.
    """

    def process_response(self, request: Any, response: HttpResponse) -> HttpResponse:
        if hasattr(request, "has_placeholders") and not response.streaming:
            fill_placeholders(response, request.session)
        return response
