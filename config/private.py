"""What a visitor is sent is private: no cache that others share may keep it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import has_vary_header, patch_cache_control
from django.utils.http import split_directive_names


class PrivateMiddleware:
    """Marks each reply `Cache-Control: private`, unless it says itself that it is for everybody.

    All pages ask for the session, a learner's cookie or a form's token, so nothing else is safe
    as the usual. It stands in MIDDLEWARE twice. Last, so that a reply is marked before any caching
    middleware sees it, wherever that stands. And outside of those that set cookies: a reply that
    is for everybody is so no more once a cookie is in it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if "Cache-Control" not in response.headers:  # as on most pages, in the shortest way
            response.headers["Cache-Control"] = "private"
        elif not is_for_everybody(response):
            patch_cache_control(response, private=True)
        return response


def is_for_everybody(response: HttpResponse) -> bool:
    """Whether a reply says `public`, and neither sets a cookie nor depends on one."""
    if response.cookies or has_vary_header(response, "Cookie"):
        return False
    return "public" in split_directive_names(response.headers["Cache-Control"])
