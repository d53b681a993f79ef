"""Fixtures of the lab."""

import pytest

from lab.race import running, views
from lab.race.tickets import Race


@pytest.fixture
def short_races(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "SECONDS", 0.1)


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> list[Race]:
    """Races that were begun; none of them runs."""
    begun: list[Race] = []
    monkeypatch.setattr(views, "start_race", begun.append)
    return begun
