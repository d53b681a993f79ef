"""A lifetime for one session, and none at all."""

from django.conf import settings

from lab.experiments.experiment import Conclusion, experiment
from lab.experiments.parameters import AGE, CLOSE, YEAR, Parameter, engine_parameter
from lab.experiments.sandbox.pages import expiring, read, write
from lab.experiments.sandbox.sandbox import Sandbox

TWO_WEEKS = Parameter(AGE.name, 14 * 24 * 3600, AGE.allowed)


@experiment(
    title="A lifetime for this session alone",
    shows="Which engines end a session on the server by what set_expiry says.",
    parameters=(engine_parameter(), Parameter("seconds", 60, range(2, YEAR + 1)), TWO_WEEKS),
    finds={
        "cookie_max_age": "the Max-Age on the cookie, in seconds",
        "just_before_sees": "what the server knows one second before the time given",
        "just_after_sees": "what it knows one second after",
        "after_the_age_sees": "what it knows after the time given and SESSION_COOKIE_AGE",
        "ten_years_later_sees": "what it knows ten years later",
    },
)
def set_expiry(sandbox: Sandbox, seconds: int) -> Conclusion:
    """Django documentation, "How to use sessions", set_expiry(); tickets #22938 (file) and #27775
    (signed cookies)."""
    browser = sandbox.browser()
    saved = browser.open(expiring(seconds))
    sandbox.look("the save")
    ends = seconds + settings.SESSION_COOKIE_AGE
    sees = []
    for moment in (seconds - 1, seconds + 1, ends + 1, 10 * YEAR):
        sandbox.clock.move_to(moment)
        sees.append(browser.known_to_the_server())
    sandbox.look("ten years")
    return Conclusion(
        {
            "cookie_max_age": saved.max_age,
            "just_before_sees": sees[0],
            "just_after_sees": sees[1],
            "after_the_age_sees": sees[2],
            "ten_years_later_sees": sees[3],
        },
        f"The cookie's Max-Age was {saved.max_age}. The server knew {sees[0]!r} a second before "
        f"the {seconds} s were over, {sees[1]!r} a second after, {sees[2]!r} when "
        f"SESSION_COOKIE_AGE was over too, and {sees[3]!r} ten years later.",
    )


@experiment(
    title="No age at all",
    shows="SESSION_COOKIE_AGE = None means an error on most engines, and no end on the others.",
    parameters=(engine_parameter(), CLOSE),
    finds={
        "save_status": "the status of the request that saves",
        "save_error": "the exception behind it",
        "read_status": "the status of the next request, which reads",
        "read_error": "the exception behind it",
        "ten_years_later_sees": "what the server knows ten years later",
    },
)
def age_none(sandbox: Sandbox) -> Conclusion:
    """Django documentation, "Settings", SESSION_COOKIE_AGE: a number of seconds. None is not one,
    and nothing checks it."""
    settings.SESSION_COOKIE_AGE = None
    browser = sandbox.browser()
    saved = browser.open(write)
    sandbox.look("the save")
    after = browser.open(read)
    sandbox.clock.move_to(10 * YEAR)
    later = browser.known_to_the_server()
    return Conclusion(
        {
            "save_status": saved.status,
            "save_error": saved.exception,
            "read_status": after.status,
            "read_error": after.exception,
            "ten_years_later_sees": later,
        },
        f"The save was answered with {saved.status}, the next read with {after.status}. "
        f"Ten years later the server knew {later!r}.",
    )
