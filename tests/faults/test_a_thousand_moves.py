"""One tab moves the session a thousand times while others answer and read: nothing is lost."""

import sqlite3
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from engines.registry import ENGINES
from tests.course import LESSON
from tests.learner import form_of
from tests.running import running
from tests.visitor import Visitor
from tests.words import told

MOVES = 1_000


class Tab(Visitor):
    """A tab of one browser: all tabs share one jar of cookies, as they do in a browser."""

    def fork(self) -> "Tab":
        tab = Tab(self.address.geturl())
        tab.cookies = self.cookies
        return tab


def rows(folder: Path) -> tuple[int, float]:
    """How many answers are kept, and the best score among them."""
    connection = sqlite3.connect(folder / "stateful.sqlite3")
    try:
        found = connection.execute("SELECT count(*), max(score) FROM quizzes_answer")
        return found.fetchone()
    finally:
        connection.close()


@dataclass
class Crowd:
    """The tabs of one browser, and what they were told."""

    first: Tab
    statuses: list[int] = field(default_factory=list)
    accepted: int = 0
    over: threading.Event = field(default_factory=threading.Event)

    def move(self) -> None:
        tab, names = self.first.fork(), list(ENGINES)
        token = tab.token("/")
        try:
            for number in range(MOVES):
                name = names[(number + 1) % len(names)]
                fields = {"csrfmiddlewaretoken": token, "engine": name}
                self.statuses.append(tab.ask("POST", "/engine/switch/", fields)[0])
        finally:
            self.over.set()

    def answer(self) -> None:
        """Wrong, then right, then the same again in a new sitting.

        A page that a signed cookie of another tab made old may show no form: then that try is
        not made, and the score of the sitting is another.
        """
        tab = self.first.fork()
        while not self.over.is_set():
            for choice in ("static", "remember"):
                self.choose(tab, choice)
            self.statuses.append(tab.post(f"{LESSON}practice/sittings/"))

    def choose(self, tab: Tab, choice: str) -> None:
        page = tab.get(f"{LESSON}practice/?q=purpose")
        if f'value="{choice}"' in page:
            fields = {**form_of(page), "choice": choice}
            status, _ = tab.ask("POST", f"{LESSON}practice/answers/", fields)
            self.statuses.append(status)
            self.accepted += status == 302

    def read(self) -> None:
        tab = self.first.fork()
        while not self.over.is_set():
            pages = ("/progress/", f"{LESSON}why/", "/engine/")
            self.statuses.extend(tab.ask("GET", path)[0] for path in pages)


def test_a_thousand_moves_lose_nothing_and_nobody_sees_an_error(tmp_path: Path) -> None:
    with running(tmp_path) as site:
        crowd = Crowd(Tab(site.url))
        assert crowd.first.answer("login") == 302
        works = (crowd.move, crowd.answer, crowd.read)
        with ThreadPoolExecutor(len(works)) as pool:
            for work in [pool.submit(work) for work in works]:
                work.result()
        assert Counter(crowd.statuses).keys() <= {200, 302}
        assert crowd.accepted > MOVES / 20
        kept, best = rows(tmp_path)
        assert kept == crowd.accepted + 1
        page = crowd.first.get("/progress/")
        assert f"{crowd.accepted + 1} so far" in page
        assert f"your best is {best:g}." in told(page)
