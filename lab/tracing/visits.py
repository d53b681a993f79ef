"""Small views whose use of the session is recorded, and shown, line by line (`engines.trace`)."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse


def count(request: HttpRequest) -> HttpResponse:
    visits = request.session.get("visits", 0)
    request.session["visits"] = visits + 1
    return HttpResponse(f"Visit number {visits + 1}")


def look(request: HttpRequest) -> HttpResponse:
    visits = request.session.get("visits", 0)
    return HttpResponse(f"{visits} so far")


def pass_by(request: HttpRequest) -> HttpResponse:
    return HttpResponse("The time is now")


def sign_in(request: HttpRequest) -> HttpResponse:
    request.session.cycle_key()  # as login() does
    request.session["user"] = "ada"
    return HttpResponse("Hello, ada")


def sign_out(request: HttpRequest) -> HttpResponse:
    request.session.flush()  # as logout() does
    return HttpResponse("Goodbye")


type View = Callable[[HttpRequest], HttpResponse]


@dataclass(frozen=True)
class Visit:
    """One request to a view. `back`: the browser was here before and sends its cookie."""

    slug: str
    label: str
    view: View
    back: bool = True

    @property
    def source(self) -> list[str]:
        """The view's lines, without the annotations, which teach nothing here."""
        lines = inspect.getsource(self.view).rstrip().split("\n")
        return [f"def {self.view.__name__}(request):", *lines[1:]]

    @property
    def path(self) -> str:
        return f"/{self.view.__name__.replace('_', '-')}/"


VISITS = {
    visit.slug: visit
    for visit in (
        Visit("first", "First visit", count, back=False),
        Visit("read", "It reads", look),
        Visit("change", "It changes something", count),
        Visit("untouched", "It touches nothing", pass_by),
        Visit("sign-in", "Sign-in", sign_in),
        Visit("sign-out", "Sign-out", sign_out),
    )
}
