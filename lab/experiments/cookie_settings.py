"""What the settings of the cookie do, on both sides, until the session ends."""

from django.conf import settings

from lab.experiments.browser import Browser
from lab.experiments.experiment import Outcome, experiment
from lab.experiments.lab import Lab
from lab.experiments.parameters import AGE, CLOSE, EVERY, Parameter, engine
from lab.experiments.views import read, write

SAMESITE = Parameter("SESSION_COOKIE_SAMESITE", "Lax", ("Lax", "Strict", "None", False))


@experiment(
    title="The settings of the cookie",
    shows="What Django sends, and when a session ends in the browser and at the server.",
    parameters=(engine(), AGE, CLOSE, EVERY, SAMESITE),
    finds={
        "set_cookie": "the Set-Cookie header of the first save",
        "browser_keeps": "how long the browser keeps the cookie, in seconds; None: until it closes",
        "server_keeps": "how long the server knows the session, in seconds",
        "visit_sends_cookie": "a visit half-way, which changes nothing, sends the cookie again",
        "browser_keeps_after_a_visit": "how long the browser keeps the cookie after such a visit",
        "server_keeps_after_a_visit": "how long the server knows the session after it",
    },
)
def cookie_settings(lab: Lab) -> Outcome:
    """Django documentation, "Settings", Sessions."""
    browser = lab.browser()
    saved = browser.open(write)
    left_alone, visited = probes(lab), probes(lab)
    lab.look("the save")
    browser_keeps = until(browser)
    lab.clock.move_to(settings.SESSION_COOKIE_AGE // 2)
    for one in visited:
        one.open(read)
    visit = browser.open(read)
    lab.look("a visit half-way")
    server_keeps, server_keeps_after = end(lab, left_alone), end(lab, visited)
    return Outcome(
        {
            "set_cookie": saved.set_cookie,
            "browser_keeps": browser_keeps,
            "server_keeps": server_keeps,
            "visit_sends_cookie": bool(visit.set_cookie),
            "browser_keeps_after_a_visit": until(browser),
            "server_keeps_after_a_visit": server_keeps_after,
        },
        f"The browser keeps the cookie {told(browser_keeps)}, the server the session "
        f"{told(server_keeps)}. After a visit half-way that is {told(until(browser))} and "
        f"{told(server_keeps_after)}.",
    )


def probes(lab: Lab) -> list[Browser]:
    """Browsers with a session each: to look is to use one up, for a look may move the end."""
    made = [
        lab.browser(recorded=False) for _ in range((2 * settings.SESSION_COOKIE_AGE).bit_length())
    ]
    for one in made:
        one.open(write)
    return made


def end(lab: Lab, browsers: list[Browser]) -> int:
    """The first second at which the server no longer knows their sessions: searched by halves."""
    known, unknown = settings.SESSION_COOKIE_AGE // 2, 2 * settings.SESSION_COOKIE_AGE
    for browser in browsers:
        if unknown - known <= 1:
            break
        middle = (known + unknown) // 2
        lab.clock.move_to(middle)
        if browser.known_to_the_server():
            known = middle
        else:
            unknown = middle
    return unknown


def until(browser: Browser) -> int | None:
    """The second at which the browser drops its cookie."""
    kept = browser.jar[settings.SESSION_COOKIE_NAME].until
    return None if kept is None else round(kept - browser.lab.clock.now + browser.lab.clock.at)


def told(seconds: int | None) -> str:
    return "until it closes" if seconds is None else f"for {seconds} s"
