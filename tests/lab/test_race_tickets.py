"""How often races may begin, and how long they are kept."""

import os
import time
from dataclasses import replace

import pytest

from engines.registry import ENGINES
from lab.benchmark.benchmark import run_benchmark
from lab.benchmark.store import measurement_to_json
from lab.race import tickets
from lab.race.tickets import DONE, NotNow
from tests.lab.races import begun, over


def test_a_visitor_has_two_a_minute_on_all_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    over(begun())
    over(begun())
    with pytest.raises(NotNow, match=r"2 races a minute .* in (59|60) seconds"):
        begun()
    assert begun("bob")
    monkeypatch.setattr(tickets, "MINUTE", 0)
    assert begun()


def test_a_double_click_begins_one_race() -> None:
    first, is_new = tickets.enter_race("alice", "203.0.113.7")
    second, is_newer = tickets.enter_race("alice", "203.0.113.7")
    assert (first.ticket, is_new, is_newer) == (second.ticket, True, False)


def test_the_server_has_six_a_minute_whoever_asks() -> None:
    for number in range(tickets.PER_SERVER):
        over(begun(f"visitor {number}"))
    with pytest.raises(NotNow, match="enough for this server"):
        begun("one more")


def test_whoever_takes_a_new_session_for_each_race_leaves_some_to_others() -> None:
    for number in range(tickets.PER_CLIENT):
        over(begun(f"visitor {number}", "203.0.113.7"))
    with pytest.raises(NotNow, match="4 races a minute are enough for one address"):
        begun("one more", "203.0.113.7")
    assert begun("somebody elsewhere", "203.0.113.8")


def test_a_line_has_an_end() -> None:
    for number in range(tickets.MAX_WAITING):
        begun(f"visitor {number}")
    with pytest.raises(NotNow, match="3 races wait already"):
        begun("one more")


def test_old_ones_are_dropped_but_not_the_newest_result(db: None) -> None:
    found = run_benchmark([ENGINES["signed_cookies"]], seconds=0, kinds=("read",))
    old, result = begun("alice"), begun("bob")
    tickets.save_race(replace(result, state=DONE, measurement=found))
    long_ago = time.time() - tickets.KEEP - 1
    for race in (old, result):
        os.utime(tickets.race_file(race.ticket), (long_ago, long_ago))
    tickets.drop_old_races()
    assert tickets.read_race(old.ticket) is None
    newest = tickets.newest_finished_race()
    assert newest
    assert newest.ticket == result.ticket
    assert newest.measurement
    assert measurement_to_json(newest.measurement) == measurement_to_json(found)
