"""Disasters that a copy of a visitor's session goes through, on one engine after the other."""

import json
import secrets
import shutil
from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from lab.experiments.browser import Browser
from lab.experiments.cookies import ITEM
from lab.experiments.experiment import Outcome, experiment
from lab.experiments.lab import Lab
from lab.experiments.parameters import Parameter, engine
from lab.experiments.result import Exchange
from lab.experiments.updates import overlapping
from lab.experiments.views import View, names, setting, sign_in, sign_out, user

HALF_AN_HOUR, HOUR = 1_800, 3_600
OTHERS, ROOM, ITEMS, TABS = 120, 90, 40, 2


class Copy:
    """A browser with a copy of the session. `keys`: what it holds; `fits`: its cookie was kept."""

    def __init__(self, lab: Lab, data: Mapping[str, Any], *first: View) -> None:
        self.lab = lab
        self.browser = lab.browser()
        for view in first:
            self.browser.open(view)
        self.browser.open(setting(**data))
        self.keys = set(data)
        self.fits = bool(self.browser.cookie)

    def left(self, exchange: Exchange) -> int:
        """How many of the copy's keys a page of names shows."""
        return len(self.keys & set(json.loads(exchange.body or "[]")))

    def fate(self, browser: Browser | None = None) -> Outcome:
        """Whether all of it is there, as this browser, or the copy's own, sees it."""
        seen = (browser or self.browser).open(names)
        left, all_keys = self.left(seen), len(self.keys)
        told = f"{left} of {all_keys} keys are there"
        if not self.fits:
            told += "; this session is too big for a cookie"
        return outcome(left == all_keys, told, seen)


def outcome(happened: bool, told: str, seen: Exchange) -> Outcome:
    error = f", {seen.exception}" if seen.error else ""
    return Outcome({"happened": happened, "status": seen.status}, f"{told} ({seen.status}{error})")


def restart_the_cache(lab: Lab, data: Mapping[str, Any]) -> Outcome:
    copy = Copy(lab, data)
    lab.empty_the_cache()
    return copy.fate()


def fill_the_cache(lab: Lab, data: Mapping[str, Any]) -> Outcome:
    lab.use_cache(OPTIONS={"MAX_ENTRIES": ROOM})
    copy = Copy(lab, data)
    for number in range(OTHERS):
        lab.browser(f"visitor {number}", recorded=False).open(setting(kept=True))
    return copy.fate()


def close_the_browser(lab: Lab, data: Mapping[str, Any]) -> Outcome:
    settings.SESSION_EXPIRE_AT_BROWSER_CLOSE = True
    copy = Copy(lab, data)
    thief = copy.browser.copy()
    copy.browser.close()
    happened, told = copy.fate()
    kept = copy.left(thief.open(names))
    return Outcome(happened, f"{told}; the old cookie would still show {kept}")


def wait_an_hour(lab: Lab, data: Mapping[str, Any]) -> Outcome:
    def set_expiry(request: HttpRequest) -> HttpResponse:
        request.session.set_expiry(HALF_AN_HOUR)
        return HttpResponse("saved")

    copy = Copy(lab, data, set_expiry)
    kept = copy.browser.copy()
    lab.clock.move_to(HOUR)
    return copy.fate(kept)


def two_tabs(lab: Lab, data: Mapping[str, Any]) -> Outcome:
    browser = Copy(lab, data).browser
    browser.open(overlapping(browser, list(range(TABS, 0, -1))))
    seen = browser.open(names)
    kept = sum(name.startswith("tab_") for name in json.loads(seen.body or "[]"))
    return outcome(kept == TABS, f"{kept} of {TABS} answers are there", seen)


def change_the_cookie(lab: Lab, data: Mapping[str, Any]) -> Outcome:
    copy = Copy(lab, data)
    cookie = copy.browser.cookie
    forger = copy.browser.copy("a forger")
    forger.cookie = ("b" if cookie[:1] == "a" else "a") + cookie[1:]
    return copy.fate(forger)


def replay_the_cookie(lab: Lab, data: Mapping[str, Any]) -> Outcome:
    copy = Copy(lab, data, sign_in(lab.ada()))
    old = copy.browser.copy()
    copy.browser.open(sign_out)
    seen = old.open(user)
    who = seen.sees or "nobody"
    return outcome(bool(seen.sees), f"the old cookie is {who} to the server", seen)


def rotate_the_key(lab: Lab, data: Mapping[str, Any]) -> Outcome:
    copy = Copy(lab, data)
    settings.SECRET_KEY = secrets.token_hex(32)
    return copy.fate()


def fill_the_cookie(lab: Lab, data: Mapping[str, Any]) -> Outcome:
    browser = Copy(lab, data).browser
    for number in range(ITEMS):
        browser.open(setting(**{f"item_{number}": secrets.token_urlsafe(ITEM * 3 // 4)}))
    seen = browser.open(names)
    kept = sum(name.startswith("item_") for name in json.loads(seen.body or "[]"))
    return outcome(kept == ITEMS, f"{kept} of {ITEMS} items are there", seen)


def lose_the_folder(lab: Lab, data: Mapping[str, Any]) -> Outcome:
    copy = Copy(lab, data)
    shutil.rmtree(lab.folder)
    return copy.fate()


DISASTERS: dict[str, Callable[[Lab, Mapping[str, Any]], Outcome]] = {
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
        engine(),
        Parameter("disaster", "restart-the-cache", tuple(DISASTERS)),
        Data("data", {}, ()),
    ),
    finds={
        "happened": "what the drill asks about came true",
        "status": "the status of the last request",
    },
)
def drill(lab: Lab, disaster: str, data: dict[str, Any]) -> Outcome:
    """The drills of `lab.drills`."""
    return DISASTERS[disaster](lab, data)
