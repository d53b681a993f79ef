"""What a browser sees of its progress when all is over."""

import json
import re

from promise.actions import Ending
from promise.browser import Browser, NoReply, Reply, Tab
from tests.waiting import wait_until
from tests.words import told

FILE = "/progress/stateful-progress.json"
SOON = 30  # seconds in which the site has noticed that its stores are back
SET = re.compile(r'<h3><a href="/learn/([^"]+)/">.*?</h3>(.*?)(?=<h3>|</section>)', re.DOTALL)
SCORE = re.compile(r"(\d+) of (\d+) answered, (\d+) right")


def ending_of(browser: Browser) -> Ending:
    page = settled_page(browser)
    alone = Browser(browser.url, browser.tally, browser.number, of_learner(browser))
    rebuilt = settled_page(alone)
    answers = re.search(r"in this site.s database, (\d+) so far", told(page))
    return Ending(
        browser=browser.number,
        learner=browser.learner,
        scores=scores_in(page),
        rebuilt=scores_in(rebuilt),
        answers=int(answers[1]) if answers else 0,
        downloaded=keys_in(ask(browser, FILE).body),
    )


def of_learner(browser: Browser) -> dict[str, str]:
    return {name: value for name, value in browser.cookies.items() if name == "learner"}


def settled_page(browser: Browser) -> str:
    """The progress page, once it says no more that a store does not answer."""
    wait_until(lambda: 'class="errors"' not in ask(browser, "/progress/").body, SOON)
    return ask(browser, "/progress/").body


def ask(browser: Browser, path: str) -> Reply:
    """Ask until there is a reply that is a page."""
    replies: list[Reply] = []

    def answered() -> bool:
        try:
            replies.append(Tab(browser).ask("GET", path))
        except NoReply:
            return False
        return replies[-1].status == 200

    wait_until(answered, SOON)
    return replies[-1]


def scores_in(page: str) -> dict[str, str]:
    """By the path of each set, what the progress page says of it."""
    found = {path: told(text) for path, text in SET.findall(page)}
    return {path: short(text) for path, text in found.items()}


def short(text: str) -> str:
    score = SCORE.search(text)
    return f"{score[1]} answered, {score[3]} right" if score else text


def keys_in(file: str) -> tuple[str, ...]:
    """Of the answers in a learner's file."""
    rows = json.loads(file)["rows"]["answers"]
    return tuple(row["key"].replace("-", "") for row in rows)
