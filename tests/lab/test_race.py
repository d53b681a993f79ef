"""The race: what it finds, who may begin one, and that it leaves nothing behind."""

import os
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings as live
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from config import env
from engines.registry import ENGINES
from lab.benchmark import store as benchmark_store
from lab.benchmark.benchmark import Visitor, measure
from lab.benchmark.store import written
from lab.models import CLOSED, LabSettings
from lab.race import running, tickets, views
from lab.race.charts import race_chart
from lab.race.running import KINDS, Reporter, run
from lab.race.tickets import DONE, FAILED, STOPPED, WAITING, NotNow, Race
from tests.conftest import answer
from tests.proxy import Proxy, proxied

PAGE = "/engine/race/"
EXPERIMENT = "/engine/experiments/browser-close/"


@pytest.fixture(autouse=True)
def short_races(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "SECONDS", 0.1)


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> list[Race]:
    """Races that were begun; none of them runs."""
    begun: list[Race] = []
    monkeypatch.setattr(views, "start", begun.append)
    return begun


def begun(visitor: str = "alice") -> Race:
    return tickets.begin(visitor)[0]


def kept(race: Race) -> Race:
    found = tickets.read(race.ticket)
    assert found
    return found


def sessions_left(folder: str) -> list[object]:
    entries: Any = cache
    return [*Session.objects.all(), *Path(folder).glob("sessionid*"), *entries._cache]


# --- What it finds ----------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_it_times_every_engine_and_leaves_no_session(settings: Any) -> None:
    race = begun()
    run(race)
    found = kept(race)
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
    visitor.take("read")
    with CaptureQueriesContext(connection) as log:
        _, session = visitor.take(kind)
    own = [query["sql"] for query in log if "django_session" in query["sql"]]
    counted = sum(sum(phase.values()) for phase in session.meter.commands.values())
    assert counted == len(own)
    visitor.leave()


def asked_and_counted(proxy: Proxy, kind: str) -> tuple[int, int]:
    """What the race says of a request in the cache, and what the proxy before it counted."""
    visitor = Visitor(ENGINES["cache"])
    visitor.take(kind)
    before = proxy.trips
    _, session = visitor.take(kind)
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


@pytest.mark.django_db(transaction=True)
def test_the_page_shows_the_very_figures(client: Client) -> None:
    race = begun()
    run(race)
    page = client.get(f"{PAGE}{race.ticket}/").content.decode()
    measurement = kept(race).measurement
    assert measurement
    for engine, both in race_chart(measurement):
        for spread in both:
            cost = measurement.cost(engine.name, spread.cost.kind)
            assert cost
            assert f"<b>{spread.median}</b>" in page
            assert abs(float(spread.median.removesuffix(" ms")) / 1000 - cost.times.median) < 1e-5
            assert 0 <= spread.line[0] <= spread.tick <= sum(spread.line) <= 100.2
    assert client.get(PAGE).content.decode().count("<rect") == page.count("<rect") > 20


@pytest.mark.django_db(transaction=True)
def test_the_page_says_when_it_was_in_the_time_of_the_site(client: Client, settings: Any) -> None:
    settings.TIME_ZONE = "Asia/Kolkata"
    race = begun()
    run(race)
    measurement = kept(race).measurement
    assert measurement
    there = measurement.at.astimezone(ZoneInfo("Asia/Kolkata"))
    page = client.get(f"{PAGE}{race.ticket}/").content.decode()
    assert f"{there.day} {there:%B %Y, %H:%M} IST" in page


def test_it_goes_on_only_while_it_is_told_to(db: None) -> None:
    rounds = []

    def twice(run: object) -> bool:
        rounds.append(run)
        return len(rounds) < 3

    found = measure([ENGINES["signed_cookies"]], seconds=60, kinds=("read",), going=twice)
    assert found.bare.count == 3
    assert {cost.kind for cost in found.costs} == {"read"}


# --- One at a time ----------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_second_one_waits_until_the_first_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    race, turned_away, tell = begun(), threading.Event(), Reporter.tell_now_and_then

    def told(reporter: Reporter, **changes: object) -> None:
        if not changes:  # it has nothing to tell but that it waits
            turned_away.set()
        tell(reporter, **changes)

    monkeypatch.setattr(Reporter, "tell_now_and_then", told)
    with benchmark_store.alone():
        thread = threading.Thread(target=run, args=(race,))
        thread.start()
        assert turned_away.wait(10)
        assert kept(race).state == WAITING
    thread.join(20)
    assert kept(race).state == DONE


def test_first_come_first_served() -> None:
    first, second = begun("alice"), begun("bob")
    assert tickets.is_first_in_line(first)
    assert not tickets.is_first_in_line(second)
    tickets.save(replace(first, state=DONE))
    assert tickets.is_first_in_line(second)


@pytest.mark.django_db(transaction=True)
def test_who_has_waited_too_long_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "WAIT", 0)
    race = begun()
    with benchmark_store.alone():
        run(race)
    assert kept(race).state == FAILED
    assert "Try it again" in kept(race).trouble


@pytest.mark.django_db(transaction=True)
def test_one_that_is_stopped_keeps_nothing(settings: Any) -> None:
    race = begun()
    tickets.stop(race)
    run(race)
    assert kept(race).state == STOPPED
    assert kept(race).measurement is None
    assert sessions_left(settings.SESSION_FILE_PATH) == []
    assert tickets.newest_result() is None


@pytest.mark.django_db(transaction=True)
def test_one_that_is_stopped_while_it_waits_leaves_the_line() -> None:
    race = begun()
    with benchmark_store.alone():
        tickets.stop(race)
        run(race)
    assert kept(race).state == STOPPED


@pytest.mark.django_db(transaction=True)
def test_one_that_breaks_does_not_run_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**settings: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(running, "measure", broken)
    race = begun()
    run(race)
    assert kept(race).state == FAILED


def test_one_whose_process_has_ended_is_over() -> None:
    race = begun()
    long_ago = time.time() - tickets.SILENT - 1
    os.utime(tickets.file_of(race.ticket), (long_ago, long_ago))
    assert kept(race).state == FAILED
    assert tickets.is_first_in_line(begun("bob"))


# --- How often --------------------------------------------------------------------------------


def over(race: Race) -> None:
    tickets.save(replace(race, state=STOPPED))


def test_a_visitor_has_two_a_minute_on_all_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    over(begun())
    over(begun())
    with pytest.raises(NotNow, match=r"2 races a minute .* in (59|60) seconds"):
        begun()
    assert begun("bob")
    monkeypatch.setattr(tickets, "MINUTE", 0)
    assert begun()


def test_a_double_click_begins_one_race() -> None:
    first, is_new = tickets.begin("alice")
    second, is_newer = tickets.begin("alice")
    assert (first.ticket, is_new, is_newer) == (second.ticket, True, False)


def test_the_server_has_six_a_minute_whoever_asks() -> None:
    for number in range(tickets.ALL):
        over(begun(f"visitor {number}"))
    with pytest.raises(NotNow, match="enough for this server"):
        begun("one more")


def test_a_line_has_an_end() -> None:
    for number in range(tickets.IN_LINE):
        begun(f"visitor {number}")
    with pytest.raises(NotNow, match="3 races wait already"):
        begun("one more")


def test_old_ones_are_dropped_but_not_the_newest_result(db: None) -> None:
    found = measure([ENGINES["signed_cookies"]], seconds=0, kinds=("read",))
    old, result = begun("alice"), begun("bob")
    tickets.save(replace(result, state=DONE, measurement=found))
    long_ago = time.time() - tickets.KEPT - 1
    for race in (old, result):
        os.utime(tickets.file_of(race.ticket), (long_ago, long_ago))
    tickets.tidy()
    assert tickets.read(old.ticket) is None
    newest = tickets.newest_result()
    assert newest
    assert newest.ticket == result.ticket
    assert newest.measurement
    assert written(newest.measurement) == written(found)


# --- The pages --------------------------------------------------------------------------------

pages = pytest.mark.django_db


@pages
def test_a_post_begins_one_and_leads_to_it(client: Client, at_once: list[Race]) -> None:
    response = client.post(PAGE)
    assert [f"{PAGE}{race.ticket}/" for race in at_once] == [response["Location"]]
    page = client.get(response["Location"]).content.decode()
    assert '<meta http-equiv="refresh" content="1">' in page
    assert "Stop it" in page


@pages
def test_a_look_begins_none(client: Client, at_once: list[Race]) -> None:
    assert client.get(PAGE).status_code == client.head(PAGE).status_code == 200
    assert "sessionid" not in client.get(PAGE).cookies
    assert at_once == []


@pages
def test_htmx_asks_for_the_state_until_it_is_over(client: Client, at_once: list[Race]) -> None:
    address = client.post(PAGE)["Location"]
    asked = {"HX-Request": "true", "HX-Target": "race-state"}
    response = client.get(address, headers=asked)
    assert "<html" not in response.content.decode()
    assert "HX-Refresh" not in response
    tickets.stop(at_once[0])
    tickets.save(replace(at_once[0], state=STOPPED))
    assert client.get(address, headers=asked)["HX-Refresh"] == "true"
    assert "was stopped" in client.get(address).content.decode()


@pages
def test_a_button_stops_it(client: Client, at_once: list[Race]) -> None:
    address = client.post(PAGE)["Location"]
    assert client.get(f"{address}stops/").status_code == 405
    assert client.post(f"{address}stops/")["Location"] == address
    assert tickets.is_stopped(at_once[0])


@pages
@pytest.mark.parametrize("ticket", ["lock", "0" * 20, "a", "-" * 20])
def test_an_unknown_race_is_not_found(client: Client, ticket: str) -> None:
    tickets.folder()
    for response in (client.get(f"{PAGE}{ticket}/"), client.post(f"{PAGE}{ticket}/stops/")):
        assert response.status_code == 404


@pages
def test_too_many_are_refused_with_when_to_come_back(client: Client, at_once: list[Race]) -> None:
    for _ in range(tickets.EACH):
        client.post(PAGE)
        over(at_once[-1])
    response = client.post(PAGE)
    assert response.status_code == 429
    assert "Try it again in" in response.content.decode()
    assert len(at_once) == tickets.EACH


# --- Staff ------------------------------------------------------------------------------------


@pytest.fixture
def closed(instructor: Client) -> Iterator[None]:
    """As an instructor closes it: in the admin, with the box unchecked."""
    assert instructor.post("/admin/lab/labsettings/add/", {}).status_code == 302
    assert LabSettings.objects.get().is_open is False
    return


def test_an_instructor_closes_the_lab(closed: None, alice: Client, at_once: list[Race]) -> None:
    response = alice.post(PAGE)
    assert response.status_code == 403
    assert CLOSED in response.content.decode()
    assert at_once == []
    assert CLOSED in alice.post("/engine/measurements/", follow=True).content.decode()
    assert benchmark_store.kept() is None
    form = alice.get(EXPERIMENT).context["form"]
    refused = alice.post(EXPERIMENT, {name: form[name].value() for name in form.fields})
    assert (refused.status_code, refused.context["refusal"]) == (503, CLOSED)
    assert alice.get("/engine/").status_code == 200
    assert "Start a race" not in alice.get(PAGE).content.decode()


def test_and_opens_it_again(closed: None, instructor: Client, at_once: list[Race]) -> None:
    address = "/admin/lab/labsettings/1/change/"
    assert instructor.post(address, {"is_open": "on"}).status_code == 302
    assert instructor.get("/admin/lab/labsettings/add/").status_code == 403
    assert instructor.post(PAGE).status_code == 302
    assert len(at_once) == 1


# --- Secrets ----------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_it_shows_nobodys_keys(alice: Client, bob: Client) -> None:
    answer(alice, "remember")
    answer(bob, "remember")
    User.objects.create_user("carol", password="secret")
    race = begun(str(bob.session.session_key))
    run(race)
    address = f"{PAGE}{race.ticket}/"
    shown = alice.get(address).content.decode() + alice.get(PAGE).content.decode()
    secrets = [live.SECRET_KEY, User.objects.get().password, bob.session.session_key, race.who]
    for secret in [*secrets, alice.session.session_key]:
        assert secret not in shown
    assert bob.session.session_key not in tickets.file_of(race.ticket).read_text()
