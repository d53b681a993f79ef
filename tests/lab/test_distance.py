"""The model of the distance, beside connections that really are slow."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.cache import caches
from django.db import ConnectionHandler
from django.test import Client

from config import env
from engines.connections import PASSWORD_TRIPS, TRIPS_TO_OPEN
from engines.registry import ENGINES
from lab.benchmark.measurement import Cost, Measurement, Times, summarize_times
from lab.race import tickets
from lab.race.charts import distance_chart
from lab.race.distance import RequestModel, examine_claim, model_request
from lab.race.forms import DistanceForm
from lab.race.tickets import DONE
from tests.proxy import proxied

PAGE = "/engine/race/"


# --- Arithmetic -------------------------------------------------------------------------------


def times(milliseconds: float) -> Times:
    return summarize_times([milliseconds / 1000])


def measurement() -> Measurement:
    """Round figures: 1 ms on the database, half of it elsewhere, 9 ms with a new connection."""
    commands: dict[str, Any] = {
        "db": ({"SELECT": 1}, {"UPDATE": 1}),
        "cache": ({"GET": 1}, {"GET": 1, "SET": 1}),
        "cached_db": ({"GET": 1}, {"UPDATE": 1, "SET": 1}),
        "file": ({"file": 1}, {"file": 1}),
        "signed_cookies": ({}, {"Set-Cookie": 1}),
    }
    costs = []
    for name, (reads, writes) in commands.items():
        took = 1.0 if name == "db" else 0.5
        for kind, written in (("read", {}), ("write", writes)):
            costs.append(Cost(name, kind, times(took), reads, written))
            costs.append(Cost(name, f"{kind}-opened", times(took + 8), reads, written))
    return Measurement(datetime(2026, 1, 1, tzinfo=UTC), times(0.01), tuple(costs), ())


@pytest.mark.parametrize(
    ("engine", "kind", "opened", "expected"),
    [
        ("db", "read", False, 1),
        ("db", "write", False, 2),
        ("cache", "write", False, 3),
        ("cached_db", "read", False, 1),
        ("file", "write", False, 0),
        ("signed_cookies", "write", False, 0),
        # The embedded default stands for PostgreSQL with a password, and Redis.
        ("db", "read", True, 1 + 4 + 2),
        ("cache", "read", True, 1 + 5),
        ("cached_db", "read", True, 1 + 5),
        ("cached_db", "write", True, 3 + 5 + 6),
        ("file", "read", True, 0),
    ],
)
def test_round_trips_are_commands_and_what_opens_a_connection(
    engine: str, kind: str, opened: bool, expected: int
) -> None:
    found = model_request(measurement(), ENGINES[engine], kind, opened)
    assert found
    assert found.trips == expected


def test_a_way_is_as_long_as_its_round_trips() -> None:
    there = RequestModel(ENGINES["db"], "write", measured=0.001, trips=2)
    assert there.seconds_at(0) == 0.001
    assert there.seconds_at(0.005) == pytest.approx(0.011)
    assert there.distance_for(0.021) == pytest.approx(0.010)
    assert (
        RequestModel(ENGINES["file"], "write", measured=0.001, trips=0).distance_for(0.02) is None
    )


def test_the_claim_says_how_far_a_database_would_have_to_be() -> None:
    found = examine_claim(measurement())
    assert found
    assert found.near == pytest.approx((0.0095, 0.0245))
    assert found.opened_near == pytest.approx((0.011 / 8, 0.041 / 8))
    assert (found.more, found.saved) == pytest.approx((0.0005, 0.008))


def test_without_a_database_there_is_no_claim() -> None:
    full = measurement()
    rest = tuple(cost for cost in full.costs if cost.engine != "db")
    assert examine_claim(Measurement(full.at, full.bare, rest, ("db",))) is None


# --- On the page ------------------------------------------------------------------------------


@pytest.fixture
def raced(db: None) -> None:
    race, _ = tickets.enter_race("somebody", "203.0.113.7")
    tickets.save_race(replace(race, state=DONE, measurement=measurement()))


def test_the_address_says_the_distance_without_javascript(raced: None, client: Client) -> None:
    page = client.get(f"{PAGE}?distance=10&connections=kept").content.decode()
    assert "10 ms for each round trip, connections kept." in page
    assert "<b>21.00 ms</b> <small>2 round trips" in page
    opened = client.get(f"{PAGE}?distance=10&connections=opened").content.decode()
    assert "<b>89.00 ms</b> <small>8 round trips" in opened


def test_with_htmx_only_the_result_comes(raced: None, client: Client) -> None:
    asked = {"HX-Request": "true", "HX-Target": "distance"}
    html = client.get(f"{PAGE}?distance=2", headers=asked).content.decode()
    assert "<html" not in html
    assert "<form" not in html
    assert "2 ms for each round trip" in html


@pytest.mark.parametrize("query", ["distance=21", "distance=-1", "distance=x", "distance=NaN"])
def test_what_is_no_distance_is_said_and_the_usual_shown(
    raced: None, client: Client, query: str
) -> None:
    page = client.get(f"{PAGE}?{query}").content.decode()
    assert "1 ms for each round trip, connections kept." in page
    assert "That is no distance or connection to choose from" in page


def test_without_a_race_there_is_no_distance(db: None, client: Client) -> None:
    assert 'id="distance"' not in client.get(f"{PAGE}?distance=3").content.decode()


def test_the_longest_bar_is_full() -> None:
    chart = distance_chart(measurement(), 5, opened=False)
    assert max(bar.width for _, both in chart for bar in both) == 100
    assert not DistanceForm({"distance": 3, "connections": "none"}).is_valid()


# --- Beside the real thing --------------------------------------------------------------------


@pytest.mark.redis
@pytest.mark.parametrize("engine", ["cache"])
def test_round_trips_to_open_redis(settings: Any, engine: str) -> None:
    with proxied("TEST_REDIS_URL") as (proxy, url):
        settings.CACHES = {"default": env.redis_cache(url)}
        caches["default"].get("nothing")
        ENGINES[engine].close_connections()
        before = proxy.trips + proxy.opened
        caches["default"].get("nothing")
        assert proxy.trips + proxy.opened - before == 1 + TRIPS_TO_OPEN["redis"]


@pytest.mark.memcached
def test_round_trips_to_open_memcached(settings: Any) -> None:
    with proxied("TEST_MEMCACHED_URL") as (proxy, url):
        settings.CACHES = {"default": env.memcached_cache(url)}
        caches["default"].get("nothing")
        ENGINES["cache"].close_connections()
        before = proxy.trips + proxy.opened
        caches["default"].get("nothing")
        assert proxy.trips + proxy.opened - before == 1 + TRIPS_TO_OPEN["memcached"]


@pytest.mark.postgresql
def test_round_trips_to_open_postgresql(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a password, as the tests' own server has it."""
    with proxied("TEST_POSTGRESQL_URL") as (proxy, url):
        monkeypatch.setenv("FAR_URL", url)
        far = ConnectionHandler({"default": env.database("FAR_URL", "")})["default"]
        far.ensure_connection()
        try:
            assert proxy.trips + proxy.opened == TRIPS_TO_OPEN["postgresql"]
            assert far.connection.pgconn.used_password is False
        finally:
            far.close()
    assert PASSWORD_TRIPS == 2
