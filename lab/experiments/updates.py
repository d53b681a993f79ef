"""What a save can overwrite."""

import json

from django.http import HttpRequest, HttpResponse

from lab.experiments.browser import Browser
from lab.experiments.experiment import Outcome, experiment
from lab.experiments.lab import Lab
from lab.experiments.parameters import Parameter, engine
from lab.experiments.views import View, names, setting


@experiment(
    title="Two tabs answer at once",
    shows="Django saves the whole session at once; of writes that overlap, the last one wins.",
    parameters=(engine(), Parameter("tabs", 2, range(2, 21))),
    finds={
        "statuses": "the different statuses of all writes",
        "kept_at_once": "how many writes are kept when all tabs write at the same moment",
        "left": "what is held after the writes at the same moment; the last tab saved last",
        "kept_in_turn": "how many are kept when they write one after the other",
    },
)
def lost_updates(lab: Lab, tabs: int) -> Outcome:
    """`django.contrib.sessions.backends.base`: a session is loaded, changed and saved as a whole.
    Ticket #26055."""
    at_once, in_turn = lab.browser("tabs at once"), lab.browser("tabs in turn")
    at_once.open(setting(started=True))
    in_turn.open(setting(started=True))
    at_once.open(overlapping(at_once, list(range(tabs, 0, -1))))
    for number in range(1, tabs + 1):
        in_turn.open(setting(**{f"tab_{number}": True}))
    lab.look("all writes")
    kept, kept_in_turn = answers(at_once), answers(in_turn)
    return Outcome(
        {
            "statuses": sorted({str(one.status) for one in lab.exchanges}),
            "kept_at_once": kept,
            "left": held(at_once),
            "kept_in_turn": kept_in_turn,
        },
        f"Of {tabs} writes at the same moment {kept} was kept; of {tabs} one after the other "
        f"{kept_in_turn} were.",
    )


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


def answers(browser: Browser) -> int:
    """How many tabs' answers the session holds."""
    return sum(name.startswith("tab_") for name in held(browser))


def held(browser: Browser) -> list[str]:
    """The names of what the session holds."""
    found: list[str] = json.loads(browser.open(names).body)
    return found
