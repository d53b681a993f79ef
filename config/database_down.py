"""Where the database does not answer, the visitor gets a page that says so and what is kept."""

from collections.abc import Callable
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

RETRY = 5  # seconds


class DatabaseDownMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: Any, exception: Exception) -> HttpResponse | None:
        """503 instead of 500: with htmx a notice above what is on the page, else a page."""
        if not isinstance(exception, OperationalError | InterfaceError):
            return None
        target = request.htmx.target if request.htmx else None
        template = "503.html#notice" if target else "503.html"
        response = render(request, template, {"sent": request.method == "POST"}, status=503)
        response["Retry-After"] = str(RETRY)
        patch_vary_headers(response, ["HX-Request"])
        if target:
            response["HX-Retarget"], response["HX-Reswap"] = f"#{target}", "afterbegin"
        return response
