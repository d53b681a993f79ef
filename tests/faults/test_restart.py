"""Stop and start again, gently or not: progress is there, on every engine."""

import signal
import sqlite3
from pathlib import Path

import pytest

from engines.registry import ENGINES
from tests.running import Site, running
from tests.visitor import Visitor
from tests.words import told

DONE = "1 of 5 answered, 1 right. Score 0.75 of 5"


def gently(site: Site) -> None:
    site.process.send_signal(signal.SIGTERM)
    assert site.process.wait(20) == 0


@pytest.mark.parametrize("stop", [gently, Site.kill], ids=["gently", "kill -9"])
def test_progress_is_there_after_the_site_was_stopped(tmp_path: Path, stop: object) -> None:
    visitors = {}
    with running(tmp_path) as site:
        for name in ENGINES:
            visitor = Visitor(site.url)
            assert visitor.post("/engine/switch/", engine=name) in (200, 302)
            assert visitor.answer("login") == 302
            assert visitor.answer("remember") == 302
            visitors[name] = visitor
        stop(site)  # type: ignore[operator]
    with running(tmp_path) as site:
        for name, visitor in visitors.items():
            again = Visitor(site.url, visitor.cookies)
            assert DONE in told(again.get("/progress/")), name


def test_a_second_start_touches_no_data(tmp_path: Path) -> None:
    key = tmp_path / "secret_key"
    with running(tmp_path, SECRET_KEY="") as site:
        Visitor(site.url).answer("login")
    kept = contents(tmp_path), key.read_text()
    with running(tmp_path, SECRET_KEY=""):
        pass
    assert (contents(tmp_path), key.read_text()) == kept
    assert key.stat().st_mode & 0o777 == 0o600


def contents(folder: Path) -> list[str]:
    connection = sqlite3.connect(folder / "stateful.sqlite3")
    try:
        return list(connection.iterdump())
    finally:
        connection.close()
