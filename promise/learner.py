"""A learner who reads, answers, asks for hints, hands in, begins again and moves the session."""

import base64
import binascii
import json
import random
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count

from promise.actions import KINDS_OF_ACTION, Action
from promise.browser import Browser, NoReply, Reply, Tab, Tally
from promise.forms import Button, Form, fill, forms_in
from promise.log import Log

COURSE = "/learn/django-sessions/"
SETS = [
    *(f"configuration/{mode}" for mode in ("practice", "test", "challenge", "recall")),
    *(f"configuration/{mode}" for mode in ("debug", "performance", "try")),
    *("expiry/practice", "what-sessions-are/practice"),
]
PAGES = ["/", "/progress/", "/engine/", "/learn/django-sessions/"]
PAGES += [f"{COURSE}configuration/{mode}/" for mode in ("why", "concept", "visualize", "deep")]
# How often a learner takes each, where the page offers it.
WEIGHTS = {
    "answers": 10,
    "ratings": 8,
    "turns": 8,
    "starts": 5,
    "handins": 4,
    "hints": 3,
    "steps": 3,
    "sittings": 2,
}
THINKING = 0.8  # seconds between two pages, on average
SAME_TWICE = 0.1  # of the forms are sent from two tabs at once
GIVE_UP = 0.3  # of those to whom no reply came
SENDINGS = 6  # of one form, at most
NEW_BROWSER = 0.02  # of the times that a learner turns to something else

numbers = count(1)


class Learner:
    """One person, with one browser after the other. `work` goes on until `over` is set."""

    def __init__(
        self, url: str, chance: random.Random, log: Log, tally: Tally, over: threading.Event
    ) -> None:
        self.url, self.chance, self.log, self.tally, self.over = url, chance, log, tally, over
        self.browsers: list[Browser] = []
        self.take_new_browser()

    def take_new_browser(self) -> None:
        self.browser = Browser(self.url, self.tally, next(numbers))
        self.browsers.append(self.browser)
        self.tab = Tab(self.browser)

    def work(self) -> None:
        doings: list[Callable[[], None]] = [self.study, self.look, self.switch, self.download]
        while not self.over.is_set():
            [doing] = self.chance.choices(doings, [10, 3, 2, 1])
            try:
                doing()
            except NoReply:
                self.think()
            if self.chance.random() < NEW_BROWSER:
                self.take_new_browser()

    def think(self) -> None:
        self.over.wait(self.chance.expovariate(1 / THINKING))

    def get(self, path: str) -> Reply:
        self.think()
        return self.tab.ask("GET", path.split("#")[0])

    def look(self) -> None:
        self.get(self.chance.choice(PAGES))

    def download(self) -> None:
        self.get("/progress/stateful-progress.json")

    def switch(self) -> None:
        """Move the session to another engine that the page offers."""
        page = self.get("/engine/")
        for form in forms_in(page.body):
            engines = [button for button in form.buttons if button.name == "engine"]
            if engines:
                self.send_unlogged(form, self.chance.choice(engines))
                return

    def send_unlogged(self, form: Form, button: Button) -> None:
        self.tab.ask("POST", form.action, fill(form, button, self.chance))

    def study(self) -> None:
        """Some questions of one set, one after the other."""
        path = f"{COURSE}{self.chance.choice(SETS)}/"
        page = self.get(path + self.chance.choice(("", "", "?q=summary")))
        for _ in range(self.chance.randint(1, 8)):
            offered = list(offered_actions(page.body))
            if page.status != 200 or not offered or self.over.is_set():
                return
            weights = [WEIGHTS[what] for what, _, _ in offered]
            [(what, form, button)] = self.chance.choices(offered, weights)
            self.think()
            reply = self.act(page.body, what, form, button)
            page = self.get(reply.location if reply and reply.location else path)

    def act(self, page: str, what: str, form: Form, button: Button) -> Reply | None:
        """Send a form until it is answered, or give up; at times from two tabs at once."""
        fields = fill(form, button, self.chance)
        action = action_of(self.browser.number, self.log.new_form(), page, what, form, fields)
        target = button.action or form.action
        if self.chance.random() < SAME_TWICE:
            self.act_in_two_tabs(action, target, fields)
        return self.send(self.tab, action, target, fields)

    def act_in_two_tabs(self, action: Action, target: str, fields: list[tuple[str, str]]) -> None:
        """The same form, sent at the same moment: a double click, or a duplicated tab."""
        tabs = [Tab(self.browser), Tab(self.browser)]
        with ThreadPoolExecutor(len(tabs)) as pool:
            list(pool.map(lambda tab: self.send(tab, action, target, fields), tabs))

    def send(
        self, tab: Tab, action: Action, target: str, fields: list[tuple[str, str]]
    ) -> Reply | None:
        for _ in range(SENDINGS):
            sent = self.log.note_sent(action)
            try:
                reply = tab.ask("POST", target, fields)
            except NoReply as silence:
                self.log.note_silence(action, str(silence))
            else:
                self.note_reply(action, sent, reply)
                if reply.status != 503:
                    return reply
            if self.over.is_set() or self.chance.random() < GIVE_UP:
                return None
            self.think()
        return None

    def note_reply(self, action: Action, sent: float, reply: Reply) -> None:
        if reply.status == 302 and action.what:
            self.log.note_acknowledged(action, self.browser.learner, sent)
        elif "What you have just sent is not kept" in reply.body:
            self.log.note_unkept(action)


def offered_actions(page: str) -> list[tuple[str, Form, Button]]:
    """What a page lets its learner do in the quiz: the end of the address, form and button."""
    found = [
        (last_word(button.action or form.action), form, button)
        for form in forms_in(page)
        for button in form.buttons
    ]
    return [offer for offer in found if offer[0] in WEIGHTS]


def last_word(path: str) -> str:
    return path.rstrip("/").rpartition("/")[2]


def action_of(
    browser: int, number: int, page: str, what: str, form: Form, fields: list[tuple[str, str]]
) -> Action:
    """The action that a form asks for. Turning a card on which nothing is written keeps no row."""
    is_kept = what != "turns" or form.texts
    by_name = dict(fields)
    ordinal = by_name.get("number", "1")
    return Action(
        browser=browser,
        form=number,
        path=form.action.removeprefix("/learn/").rstrip("/").rpartition("/")[0],
        what=KINDS_OF_ACTION[what] if is_kept else "",
        question=form.value("question") if what not in ("handins", "sittings") else "",
        number=int(ordinal) if ordinal.isdecimal() else 1,
        sitting=form.value("sitting") if what != "sittings" else "",  # there it is what ends
        key=key_in(form.value("key")) if what in ("answers", "ratings") else "",
        engine=page.partition('data-engine="')[2].partition('"')[0],
        fields={name: value for name, value in fields if name != "csrfmiddlewaretoken"},
    )


def key_in(signed: str) -> str:
    """The key of an answer, from the signed text of its form, as hex."""
    text = signed.partition(":")[0]
    try:
        return str(json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))[0])
    except (binascii.Error, ValueError):
        return ""
