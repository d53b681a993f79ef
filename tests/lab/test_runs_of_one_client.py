"""Whoever makes up a session for each run is still one client, whose runs have an end."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from lab.experiments import allowance
from lab.experiments import views as experiment_views
from lab.experiments.allowance import CLIENTS, RUNS
from lab.experiments.pool import Busy

SENT = {"engine": "db", "SESSION_EXPIRE_AT_BROWSER_CLOSE": "True", "SESSION_COOKIE_AGE": "3600"}
SENT |= {"set_expiry": "None", "away": "0"}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is asked here is who may run."""

    def busy(*_: Any, **__: Any) -> Any:
        raise Busy("Other experiments are running.")

    monkeypatch.setattr(experiment_views, "run_experiment", busy)
    monkeypatch.setattr(experiment_views, "ALLOWANCE", allowance.Allowance())


def run(client: Client, **more: Any) -> int:
    return client.post("/engine/experiments/browser-close/", SENT, **more).status_code


def with_key(key: str) -> Client:
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    return client


@pytest.mark.parametrize("prefix", ["db", "ca", "cd", "fi", "x:", ""])
def test_a_made_up_session_brings_no_runs(prefix: str) -> None:
    statuses = [run(with_key(f"{prefix}{number:030d}")) for number in range(RUNS + 1)]
    assert statuses == [503] * RUNS + [429]


def test_a_real_session_has_runs_of_its_own(alice: Client) -> None:
    alice.post("/engine/switch/", {"engine": "cache"})
    for _ in range(RUNS):
        run(Client())
    assert run(Client()) == 429
    assert run(alice) == 503


def test_whoever_takes_a_new_session_for_each_run_stops_nobody_elsewhere(
    course: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    endless = allowance.Allowance(runs=10_000)  # as that of all their sessions together
    monkeypatch.setattr(experiment_views, "ALLOWANCE", endless)
    guesser, elsewhere = {"REMOTE_ADDR": "203.0.113.7"}, {"REMOTE_ADDR": "203.0.113.8"}
    statuses = [run(Client(), **guesser) for _ in range(CLIENTS.runs + 1)]
    assert statuses == [503] * CLIENTS.runs + [429]
    assert run(Client(), **elsewhere) == 503
