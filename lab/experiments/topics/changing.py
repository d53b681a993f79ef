"""Which changes of a session are saved."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from lab.experiments.experiment import Conclusion, experiment
from lab.experiments.parameters import Parameter, engine_parameter
from lab.experiments.sandbox.pages import setting
from lab.experiments.sandbox.sandbox import Sandbox


def set_the_key(session: Any) -> None:
    session["basket"] = {"apples": "new"}


def change_inside(session: Any) -> None:
    session["basket"]["apples"] = "new"


def change_inside_and_mark(session: Any) -> None:
    change_inside(session)
    session.modified = True


def change_inside_and_set_again(session: Any) -> None:
    basket = session["basket"]
    basket["apples"] = "new"
    session["basket"] = basket


CHANGES: dict[str, Callable[[Any], None]] = {
    "set-the-key": set_the_key,
    "inside-a-value": change_inside,
    "inside-and-modified": change_inside_and_mark,
    "inside-and-set-again": change_inside_and_set_again,
}


@experiment(
    title="A change, and what the next request finds",
    shows="Django saves a session when one of its keys was set, and not after an error.",
    parameters=(
        engine_parameter(),
        Parameter("change", "inside-a-value", tuple(CHANGES)),
        Parameter("status", 200, (200, 302, 404, 499, 500, 503)),
    ),
    finds={
        "status": "the status of the request that changes",
        "next_request_finds": "the value in the next request: old, new, or nothing",
        "cookie_sent": "the cookie is sent with that response, as with each that saved",
    },
)
def what_is_saved(sandbox: Sandbox, change: str, status: int) -> Conclusion:
    """Django documentation, "How to use sessions", "When sessions are saved"."""
    browser = sandbox.browser()
    browser.open(setting(basket={"apples": "old"}))
    sandbox.look("the first request")

    def change_it(request: HttpRequest) -> HttpResponse:
        CHANGES[change](request.session)
        return HttpResponse("changed", status=status)

    changed = browser.open(change_it)
    sandbox.look("the change")
    after = browser.open(apples).sees
    return Conclusion(
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
        engine_parameter(),
        Parameter("votes", 3, range(1, 21)),
        Parameter("then", "nothing", ("nothing", "set-it-again")),
    ),
    finds={
        "statuses": "the different statuses of the votes",
        "kept": "how many votes the session holds in the end",
    },
)
def appending(sandbox: Sandbox, votes: int, then: str) -> Conclusion:
    """Django documentation, "How to use sessions", "When sessions are saved"."""
    browser = sandbox.browser()

    def vote(request: HttpRequest) -> HttpResponse:
        votes_so_far = request.session.setdefault("votes", [])
        votes_so_far.append("yes")
        if then == "set-it-again":
            request.session["votes"] = votes_so_far
        return HttpResponse("thank you")

    statuses = {str(browser.open(vote).status) for _ in range(votes)}
    sandbox.look("the votes")
    kept = int(browser.open(count).body)
    return Conclusion(
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
        engine_parameter(),
        Parameter("holder", "session", tuple(HOLDERS)),
        Parameter("start", 0, (0, 1, None)),
        Parameter("save", "key", tuple(SAVES)),
    ),
    finds={"counts": "what three visits read, one after the other, or an error's name"},
)
def counting_visits(sandbox: Sandbox, holder: str, start: int | None, save: str) -> Conclusion:
    """Django documentation, "How to use sessions", "Using sessions in views"."""

    def visit(request: HttpRequest) -> HttpResponse:
        visits = HOLDERS[holder](request).get("visits", start) + 1
        SAVES[save](request, visits)
        return HttpResponse(str(visits))

    browser = sandbox.browser()
    visits = [browser.open(visit) for _ in range(3)]
    sandbox.look("three visits")
    counts = [exchange.exception or exchange.body for exchange in visits]
    return Conclusion({"counts": counts}, f"Three visits read {', '.join(counts)}.")
