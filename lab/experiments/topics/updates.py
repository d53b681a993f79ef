"""What a save can overwrite."""

import json

from django.http import HttpRequest, HttpResponse

from lab.experiments.experiment import Conclusion, experiment
from lab.experiments.parameters import Parameter, engine_parameter
from lab.experiments.sandbox.browser import Browser
from lab.experiments.sandbox.pages import View, names, setting
from lab.experiments.sandbox.sandbox import Sandbox


@experiment(
    title="Two tabs answer at once",
    shows="Django saves the whole session at once; of writes that overlap, the last one wins.",
    parameters=(engine_parameter(), Parameter("tabs", 2, range(2, 21))),
    finds={
        "statuses": "the different statuses of all writes",
        "kept_at_once": "how many writes are kept when all tabs write at the same moment",
        "left": "what is held after the writes at the same moment; the last tab saved last",
        "kept_in_turn": "how many are kept when they write one after the other",
    },
)
def lost_updates(sandbox: Sandbox, tabs: int) -> Conclusion:
    """`django.contrib.sessions.backends.base`: a session is loaded, changed and saved as a whole.
    Ticket #26055."""
    at_once, in_turn = sandbox.browser("tabs at once"), sandbox.browser("tabs in turn")
    at_once.open(setting(started=True))
    in_turn.open(setting(started=True))
    at_once.open(overlapping(at_once, list(range(tabs, 0, -1))))
    for number in range(1, tabs + 1):
        in_turn.open(setting(**{f"tab_{number}": True}))
    sandbox.look("all writes")
    kept, kept_in_turn = count_tabs(at_once), count_tabs(in_turn)
    return Conclusion(
        {
            "statuses": sandbox.statuses,
            "kept_at_once": kept,
            "left": kept_names(at_once),
            "kept_in_turn": kept_in_turn,
        },
        f"{tabs} at once: {lost_in_words(tabs - kept)}. "
        f"{tabs} one after the other: {lost_in_words(tabs - kept_in_turn)}.",
    )


def lost_in_words(lost: int) -> str:
    return f"{lost or 'none'} {'was' if lost == 1 else 'were'} lost"


def overlapping(browser: Browser, tabs: list[int]) -> View:
    """A request that reads the session, lets the other tabs do the same and save, then saves."""
    name = f"tab_{tabs[0]}"

    def write(request: HttpRequest) -> HttpResponse:
        request.session.get(name)
        if tabs[1:]:
            browser.open(overlapping(browser, tabs[1:]))
        request.session[name] = True
        return HttpResponse("saved")

    return write


def count_tabs(browser: Browser) -> int:
    """How many tabs' answers the session holds."""
    return sum(name.startswith("tab_") for name in kept_names(browser))


def kept_names(browser: Browser) -> list[str]:
    """The names of what the session holds."""
    kept: list[str] = json.loads(browser.open(names).body)
    return kept
