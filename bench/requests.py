"""Requests of one browser to the application, made as a server makes them."""

from collections.abc import Callable, Mapping

from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory

from bench.timing import Requests


def requests(site: WSGIHandler, url: str, cookies: Mapping[str, str]) -> Requests:
    """Begun, sent and closed, with all that Django does then. Cookies that it sets are kept."""
    environ = RequestFactory().get(url, headers={"host": "localhost"}).environ
    kept = dict(cookies)

    def start_response(
        status: str, headers: list[tuple[str, str]], error: object = None, /
    ) -> Callable[[bytes], object]:
        if not status.startswith("200"):
            raise RuntimeError(f"{url} is answered with {status}")
        return bytes.strip  # WSGI asks for a function that writes; nobody calls it

    def make(number: int) -> None:
        for _ in range(number):
            sent = "; ".join(f"{name}={value}" for name, value in kept.items())
            response = site({**environ, "HTTP_COOKIE": sent}, start_response)
            for name, cookie in response.cookies.items():
                kept[name] = cookie.value
            b"".join(response)
            response.close()

    return make
