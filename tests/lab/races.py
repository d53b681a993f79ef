"""Races for tests: begun without a page, and what is known of one."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from django.contrib.sessions.models import Session
from django.core.cache import cache

from lab.race import tickets
from lab.race.tickets import STOPPED, Race


def begun(visitor: str = "alice", client: str = "") -> Race:
    """`client`: their address; one of their own, unless it is given."""
    return tickets.enter_race(visitor, client or visitor)[0]


def stored_race(race: Race) -> Race:
    found = tickets.read_race(race.ticket)
    assert found
    return found


def sessions_left(folder: str) -> list[object]:
    entries: Any = cache
    return [*Session.objects.all(), *Path(folder).glob("sessionid*"), *entries._cache]


def over(race: Race) -> None:
    tickets.save_race(replace(race, state=STOPPED))
