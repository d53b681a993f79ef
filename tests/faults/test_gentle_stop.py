"""The site is stopped and started again under load: nothing acknowledged is lost, and nobody who
has connected is cut off."""

import signal
import sqlite3
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import pytest

from tests.nginx import nginx_before
from tests.running import Site, running, wait_until_ready
from tests.visitor import Visitor
from tests.waiting import wait_until

AT_ONCE = 8
REFUSED = "ConnectionRefusedError"  # as it must be while the site is not there


class Load:
    """Learners who each give one answer, over and over, until `ended`."""

    def __init__(self, url: str) -> None:
        self.url, self.ended = url, Event()
        self.outcomes: Counter[str] = Counter()

    def click(self) -> None:
        while not self.ended.is_set():
            try:
                outcome = str(Visitor(self.url).answer("remember"))
            except OSError as error:
                outcome = type(error).__name__
                self.ended.wait(0.05)  # who is refused does not hammer
            except AssertionError as error:  # the page with the form did not come
                outcome = f"page {error.args[0][1]}"
            self.outcomes[outcome] += 1


@contextmanager
def under_load(url: str) -> Iterator[Load]:
    load = Load(url)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        clients = [pool.submit(load.click) for _ in range(AT_ONCE)]
        try:
            yield load
        finally:
            load.ended.set()
    for client in clients:
        client.result()


def answers(site: Site) -> int:
    connection = sqlite3.connect(site.folder / "stateful.sqlite3")
    try:
        return int(connection.execute("SELECT count(*) FROM quizzes_answer").fetchone()[0])
    finally:
        connection.close()


def wait_for_answers(load: Load) -> None:
    before = load.outcomes["302"]
    wait_until(lambda: load.outcomes["302"] > before + AT_ONCE, 60)


def stop_and_start(site: Site, load: Load) -> None:
    wait_for_answers(load)
    site.stop()
    assert site.process.returncode == 0
    site.start()
    wait_until_ready(site)
    wait_for_answers(load)


def workers(site: Site) -> set[str]:
    pid = site.process.pid
    return set(Path(f"/proc/{pid}/task/{pid}/children").read_text().split())


def test_nobody_who_has_connected_is_cut_off(tmp_path: Path) -> None:
    with running(tmp_path) as site:
        with under_load(site.url) as load:
            stop_and_start(site, load)
        assert set(load.outcomes) <= {"302", REFUSED}, load.outcomes
        assert answers(site) >= load.outcomes["302"]


def test_nobody_notices_that_the_workers_are_replaced(tmp_path: Path) -> None:
    """As after a change of the settings: `kill -HUP`."""
    with running(tmp_path) as site:
        with under_load(site.url) as load:
            wait_for_answers(load)
            before = workers(site)
            site.process.send_signal(signal.SIGHUP)
            wait_until(lambda: bool(workers(site)) and not workers(site) & before, 30)
            wait_for_answers(load)
        assert load.outcomes == {"302": answers(site)}


@pytest.mark.nginx
def test_behind_nginx_there_is_a_page_meanwhile(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    with running(folder) as site, nginx_before(site.url, tmp_path) as front:
        with under_load(front) as load:
            stop_and_start(site, load)
        assert set(load.outcomes) <= {"302", "503", "page 503"}, load.outcomes
        assert answers(site) >= load.outcomes["302"]
