"""The learners of the load do what learners do, and tell of every reply that was none."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.running import ROOT, running
from tests.services import free_port

FEW = ["--learners", "8", "--seconds", "6", "--starting", "5"]


def load(port: int) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "bench.load", str(port), *FEW]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_learners_read_answer_and_start_a_test(tmp_path: Path) -> None:
    with running(tmp_path) as site:
        done = load(site.port)
        rows = sqlite3.connect(tmp_path / "stateful.sqlite3")
        [[answers, learners]] = rows.execute(
            "SELECT count(*), count(DISTINCT learner) FROM quizzes_answer"
        )
    assert done.stdout.count(" 0 errors.") == 2, done.stdout + done.stderr
    assert "10 replies" in done.stdout.splitlines()[1]  # five pages, five answers
    assert answers >= 5
    assert learners >= 5


def test_where_nobody_answers_each_click_is_an_error() -> None:
    done = load(free_port())
    assert done.returncode == 1
    assert "0 replies" in done.stdout
    assert "ConnectionRefusedError" in done.stdout
