"""What the settings of the cookie do, on both sides, until the session ends."""

from django.conf import settings

from lab.experiments.experiment import Conclusion, experiment
from lab.experiments.parameters import AGE, CLOSE, EVERY, Parameter, engine_parameter
from lab.experiments.sandbox.browser import Browser
from lab.experiments.sandbox.pages import read, write
from lab.experiments.sandbox.sandbox import Sandbox

SAMESITE = Parameter("SESSION_COOKIE_SAMESITE", "Lax", ("Lax", "Strict", "None", False))


@experiment(
    title="The settings of the cookie",
    shows="What Django sends, and when a session ends in the browser and at the server.",
    parameters=(engine_parameter(), AGE, CLOSE, EVERY, SAMESITE),
    finds={
        "set_cookie": "the Set-Cookie header of the first save",
        "browser_keeps": "how long the browser keeps the cookie, in seconds; None: until it closes",
        "server_keeps": "how long the server knows the session, in seconds",
        "visit_sends_cookie": "a visit half-way, which changes nothing, sends the cookie again",
        "browser_keeps_after_a_visit": "how long the browser keeps the cookie after such a visit",
        "server_keeps_after_a_visit": "how long the server knows the session after it",
    },
)
def cookie_settings(sandbox: Sandbox) -> Conclusion:
    """Django documentation, "Settings", Sessions."""
    browser = sandbox.browser()
    saved = browser.open(write)
    left_alone, visited = open_probes(sandbox), open_probes(sandbox)
    sandbox.look("the save")
    browser_keeps = cookie_end(browser)
    sandbox.clock.move_to(settings.SESSION_COOKIE_AGE // 2)
    for probe in visited:
        probe.open(read)
    visit = browser.open(read)
    sandbox.look("a visit half-way")
    server_keeps, server_keeps_after = find_end(sandbox, left_alone), find_end(sandbox, visited)
    browser_keeps_after = cookie_end(browser)
    return Conclusion(
        {
            "set_cookie": saved.set_cookie,
            "browser_keeps": browser_keeps,
            "server_keeps": server_keeps,
            "visit_sends_cookie": bool(visit.set_cookie),
            "browser_keeps_after_a_visit": browser_keeps_after,
            "server_keeps_after_a_visit": server_keeps_after,
        },
        f"The browser keeps the cookie {describe_duration(browser_keeps)}, the server the session "
        f"{describe_duration(server_keeps)}. After a visit half-way that is "
        f"{describe_duration(browser_keeps_after)} and "
        f"{describe_duration(server_keeps_after)}.",
    )


def open_probes(sandbox: Sandbox) -> list[Browser]:
    """Browsers with a session each. Each serves for one look, because a look may move the end."""
    probes = [
        sandbox.browser(recorded=False)
        for _ in range((2 * settings.SESSION_COOKIE_AGE).bit_length())
    ]
    for probe in probes:
        probe.open(write)
    return probes


def find_end(sandbox: Sandbox, browsers: list[Browser]) -> int:
    """The first second at which the server no longer knows their sessions, found by halving."""
    known, unknown = settings.SESSION_COOKIE_AGE // 2, 2 * settings.SESSION_COOKIE_AGE
    for browser in browsers:
        if unknown - known <= 1:
            break
        middle = (known + unknown) // 2
        sandbox.clock.move_to(middle)
        if browser.known_to_the_server():
            known = middle
        else:
            unknown = middle
    return unknown


def cookie_end(browser: Browser) -> int | None:
    """The second at which the browser drops its cookie."""
    kept = browser.jar[settings.SESSION_COOKIE_NAME].until
    return (
        None if kept is None else round(kept - browser.server.clock.now + browser.server.clock.at)
    )


def describe_duration(seconds: int | None) -> str:
    return "until it closes" if seconds is None else f"for {seconds} s"
