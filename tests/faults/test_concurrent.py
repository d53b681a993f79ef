"""Many answers at once: each is a row that counts once, and nobody sees an error."""

import os
import re
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from engines.registry import ENGINES
from tests.course import LESSON
from tests.learner import form_of, with_choice
from tests.running import Site, manage, prepared_database, running
from tests.visitor import Visitor
from tests.words import told

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
    fields = with_choice(form_of(visitor.get(f"{LESSON}practice/")), "static")
    tabs = [visitor.fork() for _ in range(AT_ONCE)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        path = f"{LESSON}practice/answers/"
        replies = pool.map(lambda tab: tab.ask("POST", path, fields), tabs)
        statuses = {status for status, _ in replies}
    assert statuses == {302}
    assert rows(site) - before == 1
    assert "1 of 3 tries left" in visitor.get(f"{LESSON}practice/")


def test_one_beginning_sent_many_times_at_once_begins_once(site: Site) -> None:
    visitor = Visitor(site.url)
    visitor.answer("login")
    query = "SELECT count(*) FROM quizzes_event WHERE what = 'began'"
    before = rows(site, query)
    form = form_of(visitor.get(f"{LESSON}practice/?q=summary"))
    tabs = [visitor.fork() for _ in range(AT_ONCE)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        replies = pool.map(lambda tab: tab.ask("POST", f"{LESSON}practice/sittings/", form), tabs)
        assert {status for status, _ in replies} == {302}
    assert rows(site, query) - before == 1


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
    assert "1 of 5 answered, 1 right" in told(visitor.get("/progress/"))


# --- One learner, many tabs ------------------------------------------------------------------

LESSONS, QUESTIONS = 10, 20
QUESTION = """\
  - id: question-{number}
    level: easy
    kind: choice
    prompt: Which one, of number {number}?
    choices:
      this: {{text: This one, right: true}}
      that: {{text: That one, why: It is the other one.}}
"""


def pack_of_many_questions(folder: Path) -> Path:
    """A course in which one learner can give 200 answers that all count."""
    folder.mkdir()
    lessons = [f"lesson-{number}" for number in range(LESSONS)]
    (folder / "course.yaml").write_text(f"title: Many questions\nlessons: [{', '.join(lessons)}]\n")
    questions = "".join(QUESTION.format(number=number) for number in range(QUESTIONS))
    for lesson in lessons:
        (folder / lesson).mkdir()
        (folder / lesson / "lesson.yaml").write_text(f"title: {lesson.capitalize()}\n")
        (folder / lesson / "why.md").write_text("## Why\n\nTo answer.\n")
        text = f"title: Practice\nbehaviour: practice\nquestions:\n{questions}"
        (folder / lesson / "practice.yaml").write_text(text)
    return folder


def all_at_once(visitor: Visitor) -> Visitor:
    """Open 200 tabs, then answer in all of them; the browser as the last reply leaves it."""
    places = [
        (f"/learn/many/lesson-{lesson}/practice/", f"question-{question}")
        for question in range(QUESTIONS)
        for lesson in range(LESSONS)
    ]

    def answer(tab: Visitor, place: tuple[str, str], fields: dict[str, str]) -> tuple[int, Visitor]:
        fields = with_choice(fields, "this", certainty="3")
        status, _ = tab.ask("POST", f"{place[0]}answers/", fields)
        return status, tab

    with ThreadPoolExecutor(AT_ONCE) as pool:
        tabs = [visitor.fork() for _ in places]
        pages = pool.map(lambda tab, place: tab.get(f"{place[0]}?q={place[1]}"), tabs, places)
        replies = list(pool.map(answer, tabs, places, map(form_of, pages)))
    assert {status for status, _ in replies} == {302}
    return replies[-1][1]


def answered(page: str) -> tuple[int, int, int]:
    """What the progress page says of the many questions: answered, right, and sure and right."""
    [sure] = re.findall(r">Sure</th><td>(\d+) of \d+</td>", page)
    found = re.findall(rf"(\d+) of {QUESTIONS} answered, (\d+) right", told(page))
    return sum(int(one) for one, _ in found), sum(int(right) for _, right in found), int(sure)


def walk(site: Site, name: str) -> None:
    visitor = Visitor(site.url)
    assert visitor.answer("login") == 302
    assert visitor.post("/engine/switch/", engine=name) in (200, 302)
    after = all_at_once(visitor)
    for _ in range(4):  # whichever process answers
        page = after.get("/progress/")
        assert f'<html lang="en" data-engine="{name}">' in page
        assert answered(page) == (ANSWERS, ANSWERS, ANSWERS)
    # The session itself says so now: a lesson's page shows it without asking the rows.
    assert f"{QUESTIONS} of {QUESTIONS} questions" in after.get("/learn/many/")


@pytest.fixture(scope="module")
def site_with_many(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Site:
    manage(
        site.folder,
        "loadcourse",
        str(pack_of_many_questions(tmp_path_factory.mktemp("p") / "many")),
    )
    return site


@pytest.mark.parametrize("name", ENGINES)
def test_two_hundred_answers_to_one_session_all_count(site_with_many: Site, name: str) -> None:
    before = rows(site_with_many)
    walk(site_with_many, name)
    assert rows(site_with_many) - before == ANSWERS + 1


@pytest.fixture(scope="module")
def production(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, str]]:
    """Two processes over PostgreSQL and Redis, and the database's URL."""
    database = prepared_database("many_answers")
    environment = {
        "DATABASE_URL": database,
        "REDIS_URL": os.environ["TEST_REDIS_URL"],
        "WEB_CONCURRENCY": "2",
    }
    pack = pack_of_many_questions(tmp_path_factory.mktemp("p") / "many")
    with running(tmp_path_factory.mktemp("production"), **environment) as site:
        manage(site.folder, "loadcourse", str(pack), **environment)
        yield site, database


def rows_in(database: str) -> int:
    with psycopg.connect(database) as connection:
        found = connection.execute("SELECT count(*) FROM quizzes_answer").fetchone()
    assert found
    return int(found[0])


@pytest.mark.postgresql
@pytest.mark.redis
@pytest.mark.parametrize("name", ENGINES)
def test_so_they_do_with_two_processes_over_postgresql_and_redis(
    production: tuple[Site, str], name: str
) -> None:
    site, database = production
    before = rows_in(database)
    walk(site, name)
    assert rows_in(database) - before == ANSWERS + 1
