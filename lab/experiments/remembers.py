"""What sessions are for."""

from lab.experiments.experiment import Outcome, experiment
from lab.experiments.lab import Lab
from lab.experiments.parameters import engine
from lab.experiments.signed import readable
from lab.experiments.views import read, write


@experiment(
    title="The next request still knows",
    shows="A value set in one request is there in the next, for the browser with the cookie.",
    parameters=(engine(),),
    finds={
        "second_request_sees": "what the next request of the same browser reads",
        "without_cookie_sees": "what another browser, without the cookie, reads",
        "data_in_the_cookie": "the value can be read in the cookie itself",
        "cookie_is_the_key": "the cookie's value is the key of what the server holds",
        "things_on_the_server": "rows, entries and files that the server holds",
    },
)
def remembers(lab: Lab) -> Outcome:
    """Django documentation, "How to use sessions"."""
    browser = lab.browser()
    browser.open(write)
    lab.look("the first request")
    second = browser.open(read).sees
    other = lab.browser("another browser").open(read).sees
    things = len(lab.holds())
    return Outcome(
        {
            "second_request_sees": second,
            "without_cookie_sees": other,
            "data_in_the_cookie": readable(browser.cookie) == {"kept": second},
            "cookie_is_the_key": lab.a_store.exists(browser.cookie),
            "things_on_the_server": things,
        },
        f"The second request read {second!r}, another browser read {other!r}; "
        f"the server held {things} thing(s) for it.",
    )
