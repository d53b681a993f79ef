"""One tab moves the session a thousand times while others answer and read: nothing is lost."""

import os
import sqlite3
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import psycopg
import pytest

from engines.registry import ENGINES
from tests.course import LESSON
from tests.learner import form_of, with_choice
from tests.running import Site, prepared_database, running
from tests.visitor import Visitor
from tests.words import told


class Tab(Visitor):
    """A tab of one browser: all tabs share one jar of cookies, as they do in a browser."""

    def fork(self) -> "Tab":
        tab = Tab(self.site.geturl())
        tab.cookies = self.cookies
        return tab


COUNT = "SELECT count(*), max(score) FROM quizzes_answer"


def rows(site: Site) -> tuple[int, float]:
    """How many answers are kept, and the best score among them."""
    if url := site.environment.get("DATABASE_URL"):
        with psycopg.connect(url) as server:
            return server.execute(COUNT).fetchone()  # type: ignore[return-value]
    with closing(sqlite3.connect(site.folder / "stateful.sqlite3")) as file:
        return file.execute(COUNT).fetchone()


@dataclass
class Crowd:
    """The tabs of one browser, and what they were told."""

    first: Tab
    statuses: list[int] = field(default_factory=list)
    accepted: int = 0
    over: threading.Event = field(default_factory=threading.Event)

    def move(self, times: int) -> None:
        tab, names = self.first.fork(), list(ENGINES)
        token = tab.token("/")
        try:
            for number in range(times):
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
        fields = with_choice(form_of(page), choice)
        if f'value="{fields["choice"]}"' in page:
            status, _ = tab.ask("POST", f"{LESSON}practice/answers/", fields)
            self.statuses.append(status)
            self.accepted += status == 302

    def read(self) -> None:
        tab = self.first.fork()
        while not self.over.is_set():
            pages = ("/progress/", f"{LESSON}why/", "/engine/")
            self.statuses.extend(tab.ask("GET", path)[0] for path in pages)


def assert_nothing_is_lost(site: Site, moves: int) -> None:
    crowd = Crowd(Tab(site.url))
    assert crowd.first.answer("login") == 302
    works = (partial(crowd.move, moves), crowd.answer, crowd.read)
    with ThreadPoolExecutor(len(works)) as pool:
        for work in [pool.submit(work) for work in works]:
            work.result()
    assert Counter(crowd.statuses).keys() <= {200, 302}
    assert crowd.accepted > moves / 20
    kept, best = rows(site)
    assert kept == crowd.accepted + 1
    page = crowd.first.get("/progress/")
    assert f"{crowd.accepted + 1} so far" in page
    assert f"your best is {best:g}." in told(page)


def test_a_thousand_moves_lose_nothing_and_nobody_sees_an_error(tmp_path: Path) -> None:
    with running(tmp_path) as site:
        assert_nothing_is_lost(site, moves=1_000)


@pytest.mark.postgresql
@pytest.mark.redis
def test_nor_do_they_on_postgresql_and_redis_with_two_processes(tmp_path: Path) -> None:
    """MOVES=1000 in the environment makes it as many as above."""
    servers = {
        "DATABASE_URL": prepared_database("moves"),
        "REDIS_URL": os.environ["TEST_REDIS_URL"],
        "WEB_CONCURRENCY": "2",
    }
    with running(tmp_path, **servers) as site:
        assert_nothing_is_lost(site, moves=int(os.environ.get("MOVES", "200")))
