"""A new key, and an end to the old one."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from lab.experiments.experiment import Conclusion, experiment
from lab.experiments.parameters import Parameter, engine_parameter
from lab.experiments.sandbox.pages import read, write
from lab.experiments.sandbox.sandbox import Sandbox


def mark_modified(session: Any) -> None:
    session.modified = True


CALLS: dict[str, Callable[[Any], None]] = {
    "flush": lambda session: session.flush(),
    "cycle_key": lambda session: session.cycle_key(),
    "set_expiry": lambda session: session.set_expiry(0),
    "modified": mark_modified,
}


@experiment(
    title="Ending a session, and renewing its key",
    shows="What a call leaves to the browser, and to somebody who knew the old cookie.",
    parameters=(engine_parameter(), Parameter("call", "cycle_key", tuple(CALLS))),
    finds={
        "browser_sees": "what the browser reads after the call",
        "old_cookie_sees": "what the server answers to the cookie from before",
        "cookie_deleted": "the browser is told to delete its cookie",
    },
)
def renewing(sandbox: Sandbox, call: str) -> Conclusion:
    """Django documentation, "How to use sessions", "Using sessions in views": flush(),
    cycle_key()."""
    browser = sandbox.browser()
    browser.open(write)
    other = browser.copy("somebody with the old cookie")
    sandbox.look("the save")

    def view(request: HttpRequest) -> HttpResponse:
        CALLS[call](request.session)
        return HttpResponse("called")

    called = browser.open(view)
    sandbox.look("the call")
    after, old = browser.open(read).sees, other.open(read).sees
    return Conclusion(
        {"browser_sees": after, "old_cookie_sees": old, "cookie_deleted": called.max_age == 0},
        f"After {call} the browser read {after!r}, and the old cookie still gave {old!r}.",
    )
