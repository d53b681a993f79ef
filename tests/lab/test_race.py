"""The race: what it finds, and that races run one at a time."""

import os
import threading
import time
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from config import env
from engines.registry import ENGINES
from lab.benchmark import store as benchmark_store
from lab.benchmark.benchmark import run_benchmark
from lab.benchmark.visitor import Visitor
from lab.race import running, tickets
from lab.race.running import KINDS, Reporter, run_race
from lab.race.tickets import DONE, FAILED, STOPPED, WAITING
from tests.lab.races import begun, sessions_left, stored_race
from tests.proxy import Proxy, proxied

pytestmark = pytest.mark.usefixtures("short_races")


# --- What it finds ----------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_it_times_every_engine_and_leaves_no_session(settings: Any) -> None:
    race = begun()
    run_race(race)
    found = stored_race(race)
    assert found.state == DONE
    assert found.measurement
    assert found.measurement.silent == ()
    timed = {(cost.engine, cost.kind) for cost in found.measurement.costs}
    assert timed == {(engine, kind) for engine in ENGINES for kind in KINDS}
    for cost in found.measurement.costs:
        times = cost.times
        assert 0 < times.low <= times.median <= times.high <= times.p95
        assert times.count == found.measurement.bare.count == found.rounds
    assert sessions_left(settings.SESSION_FILE_PATH) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["read", "write", "read-opened", "write-opened"])
def test_its_round_trips_are_the_statements_in_the_sql_log(kind: str) -> None:
    visitor = Visitor(ENGINES["db"])
    visitor.request("read")
    with CaptureQueriesContext(connection) as log:
        _, session = visitor.request(kind)
    own = [query["sql"] for query in log if "django_session" in query["sql"]]
    counted = sum(sum(phase.values()) for phase in session.meter.commands.values())
    assert counted == len(own)
    visitor.leave()


def asked_and_counted(proxy: Proxy, kind: str) -> tuple[int, int]:
    """What the race says of a request in the cache, and what the proxy before it counted."""
    visitor = Visitor(ENGINES["cache"])
    visitor.request(kind)
    before = proxy.trips
    _, session = visitor.request(kind)
    counted = proxy.trips - before
    visitor.leave()
    return sum(sum(phase.values()) for phase in session.meter.commands.values()), counted


@pytest.mark.redis
@pytest.mark.parametrize(("kind", "trips"), [("read", 1), ("write", 3)])
def test_its_round_trips_to_redis_are_those_on_the_wire(
    db: None, settings: Any, kind: str, trips: int
) -> None:
    with proxied("TEST_REDIS_URL") as (proxy, url):
        settings.CACHES = {"default": env.redis_cache(url)}
        assert asked_and_counted(proxy, kind) == (trips, trips)


@pytest.mark.memcached
@pytest.mark.parametrize(("kind", "trips"), [("read", 1), ("write", 3)])
def test_its_round_trips_to_memcached_are_those_on_the_wire(
    db: None, settings: Any, kind: str, trips: int
) -> None:
    with proxied("TEST_MEMCACHED_URL") as (proxy, url):
        settings.CACHES = {"default": env.memcached_cache(url)}
        assert asked_and_counted(proxy, kind) == (trips, trips)


def test_it_goes_on_only_while_it_is_told_to(db: None) -> None:
    rounds = []

    def twice(benchmark: object) -> bool:
        rounds.append(benchmark)
        return len(rounds) < 3

    found = run_benchmark([ENGINES["signed_cookies"]], seconds=60, kinds=("read",), may_go_on=twice)
    assert found.bare.count == 3
    assert {cost.kind for cost in found.costs} == {"read"}


# --- One at a time ----------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_second_one_waits_until_the_first_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    race, turned_away, tell = begun(), threading.Event(), Reporter.report_now_and_then

    def report_late(reporter: Reporter, **changes: object) -> None:
        if not changes:  # it has nothing to tell but that it waits
            turned_away.set()
        tell(reporter, **changes)

    monkeypatch.setattr(Reporter, "report_now_and_then", report_late)
    with benchmark_store.benchmark_lock():
        thread = threading.Thread(target=run_race, args=(race,))
        thread.start()
        assert turned_away.wait(10)
        assert stored_race(race).state == WAITING
    thread.join(20)
    assert stored_race(race).state == DONE


def test_first_come_first_served() -> None:
    first, second = begun("alice"), begun("bob")
    assert tickets.is_first_in_line(first)
    assert not tickets.is_first_in_line(second)
    tickets.save_race(replace(first, state=DONE))
    assert tickets.is_first_in_line(second)


@pytest.mark.django_db(transaction=True)
def test_who_has_waited_too_long_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "WAIT", 0)
    race = begun()
    with benchmark_store.benchmark_lock():
        run_race(race)
    assert stored_race(race).state == FAILED
    assert "Try it again" in stored_race(race).trouble


@pytest.mark.django_db(transaction=True)
def test_one_that_is_stopped_keeps_nothing(settings: Any) -> None:
    race = begun()
    tickets.stop_race(race)
    run_race(race)
    assert stored_race(race).state == STOPPED
    assert stored_race(race).measurement is None
    assert sessions_left(settings.SESSION_FILE_PATH) == []
    assert tickets.newest_finished_race() is None


@pytest.mark.django_db(transaction=True)
def test_one_that_is_stopped_while_it_waits_leaves_the_line() -> None:
    race = begun()
    with benchmark_store.benchmark_lock():
        tickets.stop_race(race)
        run_race(race)
    assert stored_race(race).state == STOPPED


@pytest.mark.django_db(transaction=True)
def test_one_that_breaks_does_not_run_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**settings: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(running, "run_benchmark", broken)
    race = begun()
    run_race(race)
    assert stored_race(race).state == FAILED


def test_one_whose_process_has_ended_is_over() -> None:
    race = begun()
    long_ago = time.time() - tickets.DEAD_AFTER - 1
    os.utime(tickets.race_file(race.ticket), (long_ago, long_ago))
    assert stored_race(race).state == FAILED
    assert tickets.is_first_in_line(begun("bob"))
