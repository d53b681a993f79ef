"""Which changes of a session are saved."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from lab.experiments.experiment import Outcome, experiment
from lab.experiments.lab import Lab
from lab.experiments.parameters import Parameter, engine
from lab.experiments.views import setting


def set_the_key(session: Any) -> None:
    session["basket"] = {"apples": "new"}


def inside(session: Any) -> None:
    session["basket"]["apples"] = "new"


def inside_and_modified(session: Any) -> None:
    inside(session)
    session.modified = True


def inside_and_set_again(session: Any) -> None:
    basket = session["basket"]
    basket["apples"] = "new"
    session["basket"] = basket


CHANGES: dict[str, Callable[[Any], None]] = {
    "set-the-key": set_the_key,
    "inside-a-value": inside,
    "inside-and-modified": inside_and_modified,
    "inside-and-set-again": inside_and_set_again,
}


@experiment(
    title="A change, and what the next request finds",
    shows="Django saves a session when one of its keys was set, and not after an error.",
    parameters=(
        engine(),
        Parameter("change", "inside-a-value", tuple(CHANGES)),
        Parameter("status", 200, (200, 302, 404, 499, 500, 503)),
    ),
    finds={
        "status": "the status of the request that changes",
        "next_request_finds": "the value in the next request: old, new, or nothing",
        "cookie_sent": "the cookie is sent with that response, as with each that saved",
    },
)
def what_is_saved(lab: Lab, change: str, status: int) -> Outcome:
    """Django documentation, "How to use sessions", "When sessions are saved"."""
    browser = lab.browser()
    browser.open(setting(basket={"apples": "old"}))
    lab.look("the first request")

    def change_it(request: HttpRequest) -> HttpResponse:
        CHANGES[change](request.session)
        return HttpResponse("changed", status=status)

    changed = browser.open(change_it)
    lab.look("the change")
    after = browser.open(apples).sees
    return Outcome(
        {
            "status": changed.status,
            "next_request_finds": after,
            "cookie_sent": bool(changed.set_cookie),
        },
        f"The request that changed was answered with {changed.status}; the next one found the "
        f"{after or 'lost'} value.",
    )


def apples(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.session.get("basket", {}).get("apples", ""))


@experiment(
    title="A list that grows in the session",
    shows="Appending to a list in a session is a change inside a value.",
    parameters=(
        engine(),
        Parameter("votes", 3, range(1, 21)),
        Parameter("then", "nothing", ("nothing", "set-it-again")),
    ),
    finds={
        "statuses": "the different statuses of the votes",
        "kept": "how many votes the session holds in the end",
    },
)
def appending(lab: Lab, votes: int, then: str) -> Outcome:
    """Django documentation, "How to use sessions", "When sessions are saved"."""
    browser = lab.browser()

    def vote(request: HttpRequest) -> HttpResponse:
        found = request.session.setdefault("votes", [])
        found.append("yes")
        if then == "set-it-again":
            request.session["votes"] = found
        return HttpResponse("thank you")

    statuses = {str(browser.open(vote).status) for _ in range(votes)}
    lab.look("the votes")
    kept = int(browser.open(count).body)
    return Outcome(
        {"statuses": sorted(statuses), "kept": kept},
        f"Of {votes} votes the session held {kept} in the end.",
    )


def count(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(len(request.session.get("votes", []))))


HOLDERS: dict[str, Callable[[HttpRequest], Any]] = {
    "session": lambda request: request.session,
    "COOKIES": lambda request: request.COOKIES,
    "user": lambda request: request.user,
}


def save_key(request: HttpRequest, visits: int) -> None:
    request.session["visits"] = visits


def save_attribute(request: HttpRequest, visits: int) -> None:
    request.session.visits = visits  # type: ignore[attr-defined]


def save_copy(request: HttpRequest, visits: int) -> None:
    dict(request.session.items())["visits"] = visits


SAVES = {"key": save_key, "attribute": save_attribute, "copy": save_copy}


@experiment(
    title="Counting visits",
    shows="What has to be read and set for a count to go up.",
    parameters=(
        engine(),
        Parameter("holder", "session", tuple(HOLDERS)),
        Parameter("start", 0, (0, 1, None)),
        Parameter("save", "key", tuple(SAVES)),
    ),
    finds={"counts": "what three visits read, one after the other, or an error's name"},
)
def counting_visits(lab: Lab, holder: str, start: int | None, save: str) -> Outcome:
    """Django documentation, "How to use sessions", "Using sessions in views"."""

    def visit(request: HttpRequest) -> HttpResponse:
        visits = HOLDERS[holder](request).get("visits", start) + 1
        SAVES[save](request, visits)
        return HttpResponse(str(visits))

    browser = lab.browser()
    visits = [browser.open(visit) for _ in range(3)]
    lab.look("three visits")
    counts = [one.exception or one.body for one in visits]
    return Outcome({"counts": counts}, f"Three visits read {', '.join(counts)}.")
