"""Disasters that a copy of a visitor's session goes through, on one engine after the other."""

import json
import secrets
import shutil
from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from lab.experiments.experiment import Conclusion, experiment
from lab.experiments.parameters import Parameter, engine_parameter
from lab.experiments.result import Exchange
from lab.experiments.sandbox.browser import Browser
from lab.experiments.sandbox.pages import View, names, setting, sign_in, sign_out, user
from lab.experiments.sandbox.sandbox import Sandbox
from lab.experiments.topics.cookies import ITEM
from lab.experiments.topics.updates import overlapping

HALF_AN_HOUR, HOUR = 1_800, 3_600
OTHERS, ROOM, ITEMS, TABS = 120, 90, 40, 2


class SessionCopy:
    """A browser with a copy of the session.

    `keys`: the names that the session holds. `fits`: the browser has kept its cookie.
    """

    def __init__(self, sandbox: Sandbox, data: Mapping[str, Any], *first: View) -> None:
        self.sandbox = sandbox
        self.browser = sandbox.browser()
        for view in first:
            self.browser.open(view)
        self.browser.open(setting(**data))
        self.keys = set(data)
        self.fits = bool(self.browser.cookie)

    def left(self, exchange: Exchange) -> int:
        """How many of the copy's keys a page of names shows."""
        return len(self.keys & set(json.loads(exchange.body or "[]")))

    def conclude(self, browser: Browser | None = None) -> Conclusion:
        """Whether all of it is there, as this browser sees it; without one, the copy's own."""
        seen = (browser or self.browser).open(names)
        left, total = self.left(seen), len(self.keys)
        summary = f"{left} of {total} keys are there"
        if not self.fits:
            summary += "; this session is too big for a cookie"
        return conclude(left == total, summary, seen)


def conclude(happened: bool, summary: str, seen: Exchange) -> Conclusion:
    error = f", {seen.exception}" if seen.error else ""
    return Conclusion(
        {"happened": happened, "status": seen.status}, f"{summary} ({seen.status}{error})"
    )


def restart_the_cache(sandbox: Sandbox, data: Mapping[str, Any]) -> Conclusion:
    copy = SessionCopy(sandbox, data)
    sandbox.empty_the_cache()
    return copy.conclude()


def fill_the_cache(sandbox: Sandbox, data: Mapping[str, Any]) -> Conclusion:
    sandbox.use_cache(OPTIONS={"MAX_ENTRIES": ROOM})
    copy = SessionCopy(sandbox, data)
    for number in range(OTHERS):
        sandbox.browser(f"visitor {number}", recorded=False).open(setting(kept=True))
    return copy.conclude()


def close_the_browser(sandbox: Sandbox, data: Mapping[str, Any]) -> Conclusion:
    settings.SESSION_EXPIRE_AT_BROWSER_CLOSE = True
    copy = SessionCopy(sandbox, data)
    thief = copy.browser.copy()
    copy.browser.close()
    happened, summary = copy.conclude()
    kept = copy.left(thief.open(names))
    return Conclusion(happened, f"{summary}; the old cookie would still show {kept}")


def wait_an_hour(sandbox: Sandbox, data: Mapping[str, Any]) -> Conclusion:
    def set_expiry(request: HttpRequest) -> HttpResponse:
        request.session.set_expiry(HALF_AN_HOUR)
        return HttpResponse("saved")

    copy = SessionCopy(sandbox, data, set_expiry)
    kept = copy.browser.copy()
    sandbox.clock.move_to(HOUR)
    return copy.conclude(kept)


def two_tabs(sandbox: Sandbox, data: Mapping[str, Any]) -> Conclusion:
    browser = SessionCopy(sandbox, data).browser
    browser.open(overlapping(browser, list(range(TABS, 0, -1))))
    seen = browser.open(names)
    kept = sum(name.startswith("tab_") for name in json.loads(seen.body or "[]"))
    return conclude(kept == TABS, f"{kept} of {TABS} answers are there", seen)


def change_the_cookie(sandbox: Sandbox, data: Mapping[str, Any]) -> Conclusion:
    copy = SessionCopy(sandbox, data)
    cookie = copy.browser.cookie
    forger = copy.browser.copy("a forger")
    forger.cookie = ("b" if cookie[:1] == "a" else "a") + cookie[1:]
    return copy.conclude(forger)


def replay_the_cookie(sandbox: Sandbox, data: Mapping[str, Any]) -> Conclusion:
    copy = SessionCopy(sandbox, data, sign_in(sandbox.ada()))
    old = copy.browser.copy()
    copy.browser.open(sign_out)
    seen = old.open(user)
    who = seen.sees or "nobody"
    return conclude(bool(seen.sees), f"the old cookie is {who} to the server", seen)


def rotate_the_key(sandbox: Sandbox, data: Mapping[str, Any]) -> Conclusion:
    copy = SessionCopy(sandbox, data)
    settings.SECRET_KEY = secrets.token_hex(32)
    return copy.conclude()


def fill_the_cookie(sandbox: Sandbox, data: Mapping[str, Any]) -> Conclusion:
    browser = SessionCopy(sandbox, data).browser
    for number in range(ITEMS):
        browser.open(setting(**{f"item_{number}": secrets.token_urlsafe(ITEM * 3 // 4)}))
    seen = browser.open(names)
    kept = sum(name.startswith("item_") for name in json.loads(seen.body or "[]"))
    return conclude(kept == ITEMS, f"{kept} of {ITEMS} items are there", seen)


def lose_the_folder(sandbox: Sandbox, data: Mapping[str, Any]) -> Conclusion:
    copy = SessionCopy(sandbox, data)
    shutil.rmtree(sandbox.folder)
    return copy.conclude()


DISASTERS: dict[str, Callable[[Sandbox, Mapping[str, Any]], Conclusion]] = {
    function.__name__.replace("_", "-"): function
    for function in (
        restart_the_cache,
        fill_the_cache,
        close_the_browser,
        wait_an_hour,
        two_tabs,
        change_the_cookie,
        replay_the_cookie,
        rotate_the_key,
        fill_the_cookie,
        lose_the_folder,
    )
}


class Data(Parameter):
    """What the copied session holds: names and values that JSON can carry."""

    def takes(self, value: Any) -> bool:
        return isinstance(value, dict) and all(isinstance(name, str) for name in value)


@experiment(
    title="A disaster, on a copy of a session",
    shows="What each engine makes of the same disaster.",
    parameters=(
        engine_parameter(),
        Parameter("disaster", "restart-the-cache", tuple(DISASTERS)),
        Data("data", {}, ()),
    ),
    finds={
        "happened": "what the drill asks about came true",
        "status": "the status of the last request",
    },
)
def drill(sandbox: Sandbox, disaster: str, data: dict[str, Any]) -> Conclusion:
    """The drills of `lab.drills`."""
    return DISASTERS[disaster](sandbox, data)
