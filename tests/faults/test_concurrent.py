"""Many answers at once: each is a row that counts once, and nobody sees an error."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor

import pytest

from engines.registry import ENGINES
from tests.conftest import LESSON, form_of
from tests.running import Site, running
from tests.visitor import Visitor

AT_ONCE = 16
ANSWERS = 200


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> object:
    with running(tmp_path_factory.mktemp("site")) as site:
        yield site


def rows(site: Site, query: str = "SELECT count(*) FROM quizzes_answer") -> int:
    connection = sqlite3.connect(site.folder / "stateful.sqlite3")
    try:
        return int(connection.execute(query).fetchone()[0])
    finally:
        connection.close()


def test_two_hundred_learners_answer_at_once_and_none_is_lost(site: Site) -> None:
    before = rows(site)

    def answer(_: int) -> int:
        return Visitor(site.url).answer("remember")

    with ThreadPoolExecutor(AT_ONCE) as pool:
        statuses = set(pool.map(answer, range(ANSWERS)))
    assert statuses == {302}
    assert rows(site) - before == ANSWERS


def test_one_form_sent_many_times_at_once_counts_once(site: Site) -> None:
    visitor = Visitor(site.url)
    visitor.answer("login")
    before = rows(site)
    fields = {**form_of(visitor.get(f"{LESSON}practice/")), "choice": "static"}
    tabs = [visitor.fork() for _ in range(AT_ONCE)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        path = f"{LESSON}practice/answers/"
        replies = pool.map(lambda tab: tab.ask("POST", path, fields), tabs)
        statuses = {status for status, _ in replies}
    assert statuses == {302}
    assert rows(site) - before == 1
    assert "1 of 3 tries left" in visitor.get(f"{LESSON}practice/")


def test_tabs_that_answer_at_once_never_get_more_tries_than_there_are(site: Site) -> None:
    visitor = Visitor(site.url)
    visitor.answer("login")
    before = rows(site)
    tabs = [visitor.fork() for _ in range(AT_ONCE)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        choices = ["static", "migrations"] * (AT_ONCE // 2)
        statuses = list(pool.map(lambda tab, choice: tab.answer(choice), tabs, choices))
    assert set(statuses) <= {200, 302}
    assert rows(site) - before == 2
    # A tab may have kept less than the rows know; the next answer finds out and says so.
    visitor.answer("remember")
    assert rows(site) - before == 2
    assert "Not this time." in visitor.get(f"{LESSON}practice/?q=purpose")


def test_moves_while_answers_arrive_lose_nothing_and_nobody_sees_an_error(site: Site) -> None:
    """One tab moves the session round all engines while the other tabs answer and read."""
    visitor = Visitor(site.url)
    visitor.answer("login")
    before = rows(site)
    statuses: list[int] = []

    def move_round(_: int) -> None:
        names = [*ENGINES, *reversed(ENGINES)]
        statuses.extend(visitor.post("/engine/switch/", engine=name) for name in names)

    def read_and_answer(number: int) -> None:
        for _ in range(10):
            tab = visitor.fork()
            statuses.append(tab.ask("GET", "/progress/")[0])
            statuses.append(tab.answer("remember" if number else "static"))

    with ThreadPoolExecutor(4) as pool:
        work = [pool.submit(move_round, 0), *(pool.submit(read_and_answer, n) for n in range(3))]
        for one in work:
            one.result()
    assert set(statuses) <= {200, 302}
    assert rows(site) - before in (1, 2)  # the right answer ends the question
    visitor.answer("login")
    assert "1 of 5 answered, 1 right" in visitor.get("/progress/")
