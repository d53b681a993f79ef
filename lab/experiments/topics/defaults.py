"""Django's defaults, and what one setting changes."""

from typing import Any

from lab.experiments.experiment import Conclusion, experiment
from lab.experiments.parameters import Parameter
from lab.experiments.sandbox.browser import Browser
from lab.experiments.sandbox.pages import untouched, write
from lab.experiments.sandbox.sandbox import Sandbox
from lab.experiments.sandbox.signed_cookies import decode_without_key

# For each setting a value that is not the default.
OTHERWISE: dict[str, Any] = {
    "SESSION_ENGINE": "django.contrib.sessions.backends.file",
    "SESSION_COOKIE_AGE": 3600,
    "SESSION_EXPIRE_AT_BROWSER_CLOSE": True,
    "SESSION_SAVE_EVERY_REQUEST": True,
    "SESSION_COOKIE_HTTPONLY": False,
    "SESSION_COOKIE_SECURE": True,
    "SESSION_COOKIE_SAMESITE": "Strict",
    "SESSION_COOKIE_NAME": "quiz",
}
NAMES = {
    "kept_in": "the place",
    "cookie": "the cookie",
    "untouched_page_saves": "when it is saved",
    "ends_after": "the end",
}
PLACES = {"row": "database", "entry": "cache", "file": "file"}
AGES = (3600, 14 * 24 * 3600)  # an hour, and two weeks


@experiment(
    title="One setting at a time",
    shows="What Django does by default, and what of it a setting changes.",
    parameters=(Parameter("setting", "none", ("none", *OTHERWISE)),),
    finds={
        "kept_in": "where the data is",
        "cookie": "the cookie's name, and what follows its value, without Expires",
        "ends_after": "how many seconds after the save the server knows nothing more",
        "untouched_page_saves": "a page that does not touch the session sends the cookie again",
        "changes": "which of these are not as they are by default",
    },
)
def one_setting(sandbox: Sandbox, setting: str) -> Conclusion:
    """Django documentation, "Settings", "Sessions"."""
    default = now = find_traits(sandbox, "by default")
    if setting != "none":
        sandbox.change(setting, OTHERWISE[setting])
        now = find_traits(sandbox, "after the change")
    changes = [NAMES[name] for name in now if now[name] != default[name]]
    return Conclusion(
        {**now, "changes": changes},
        f"The data was in the {now['kept_in']}, and the server knew it for {now['ends_after']} s. "
        f"Not as by default: {', '.join(changes) or 'nothing'}.",
    )


def find_traits(sandbox: Sandbox, who: str) -> dict[str, Any]:
    """How a session is kept with the settings as they are."""
    browser = sandbox.browser(who)
    saved = browser.open(write)
    sandbox.look(who)
    return {
        "kept_in": find_place(sandbox, browser),
        "cookie": cookie_attributes(saved.set_cookie),
        "untouched_page_saves": bool(browser.open(untouched).set_cookie),
        "ends_after": find_age_at_end(sandbox, browser),
    }


def find_place(sandbox: Sandbox, browser: Browser) -> str:
    things = sandbox.holds()
    if things:
        return PLACES[things[0].split()[0]]
    return "cookie" if decode_without_key(browser.cookie) else "nowhere"


def cookie_attributes(set_cookie: str) -> list[str]:
    """The cookie's name and attributes. Expires says what Max-Age does, as a date."""
    name, *attributes = set_cookie.split("; ")
    return [
        name.partition("=")[0],
        *(attribute for attribute in attributes if not attribute.startswith("expires=")),
    ]


def find_age_at_end(sandbox: Sandbox, browser: Browser) -> int | None:
    """The age, one of AGES, at which the server forgets the session; None for another age."""
    saved = sandbox.clock.at
    for age in AGES:
        sandbox.clock.move_to(saved + age - 1)
        before = browser.known_to_the_server()
        sandbox.clock.move_to(saved + age + 1)
        if before and not browser.known_to_the_server():
            return age
    return None
