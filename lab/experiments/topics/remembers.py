"""What sessions are for."""

from lab.experiments.experiment import Conclusion, experiment
from lab.experiments.parameters import engine_parameter
from lab.experiments.sandbox.pages import read, write
from lab.experiments.sandbox.sandbox import Sandbox
from lab.experiments.sandbox.signed_cookies import decode_without_key


@experiment(
    title="The next request still knows",
    shows="A value set in one request is there in the next, for the browser with the cookie.",
    parameters=(engine_parameter(),),
    finds={
        "second_request_sees": "what the next request of the same browser reads",
        "without_cookie_sees": "what another browser, without the cookie, reads",
        "data_in_the_cookie": "the value can be read in the cookie itself",
        "cookie_is_the_key": "the cookie's value is the key of what the server holds",
        "things_on_the_server": "rows, entries and files that the server holds",
    },
)
def remembers(sandbox: Sandbox) -> Conclusion:
    """Django documentation, "How to use sessions"."""
    browser = sandbox.browser()
    browser.open(write)
    sandbox.look("the first request")
    second = browser.open(read).sees
    other = sandbox.browser("another browser").open(read).sees
    things = len(sandbox.holds())
    return Conclusion(
        {
            "second_request_sees": second,
            "without_cookie_sees": other,
            "data_in_the_cookie": decode_without_key(browser.cookie) == {"kept": second},
            "cookie_is_the_key": sandbox.a_store.exists(browser.cookie),
            "things_on_the_server": things,
        },
        f"The second request read {second!r}, another browser read {other!r}; "
        f"the server held {things} thing(s) for it.",
    )
