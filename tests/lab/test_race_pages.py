"""The pages of the race, and the lab that an instructor closes."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings as live
from django.contrib.auth.models import User
from django.test import Client

from lab.benchmark import store as benchmark_store
from lab.models import CLOSED, LabSettings
from lab.race import tickets
from lab.race.charts import race_chart
from lab.race.running import run_race
from lab.race.tickets import STOPPED, Race
from tests.lab.races import begun, over, stored_race
from tests.learner import answer

PAGE = "/engine/race/"
EXPERIMENT = "/engine/experiments/browser-close/"
pytestmark = pytest.mark.usefixtures("short_races")


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
    tickets.stop_race(at_once[0])
    tickets.save_race(replace(at_once[0], state=STOPPED))
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
    tickets.race_folder()
    for response in (client.get(f"{PAGE}{ticket}/"), client.post(f"{PAGE}{ticket}/stops/")):
        assert response.status_code == 404


@pages
def test_too_many_are_refused_with_when_to_come_back(client: Client, at_once: list[Race]) -> None:
    for _ in range(tickets.PER_VISITOR):
        client.post(PAGE)
        over(at_once[-1])
    response = client.post(PAGE)
    assert response.status_code == 429
    assert "Try it again in" in response.content.decode()
    assert len(at_once) == tickets.PER_VISITOR


@pytest.mark.django_db(transaction=True)
def test_the_page_shows_the_very_figures(client: Client) -> None:
    race = begun()
    run_race(race)
    page = client.get(f"{PAGE}{race.ticket}/").content.decode()
    measurement = stored_race(race).measurement
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
    run_race(race)
    measurement = stored_race(race).measurement
    assert measurement
    there = measurement.at.astimezone(ZoneInfo("Asia/Kolkata"))
    page = client.get(f"{PAGE}{race.ticket}/").content.decode()
    assert f"{there.day} {there:%B %Y, %H:%M} IST" in page


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
    assert benchmark_store.newest_measurement() is None
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
    run_race(race)
    address = f"{PAGE}{race.ticket}/"
    shown = alice.get(address).content.decode() + alice.get(PAGE).content.decode()
    secrets = [live.SECRET_KEY, User.objects.get().password, bob.session.session_key, race.who]
    for secret in [*secrets, alice.session.session_key]:
        assert secret not in shown
    assert bob.session.session_key not in tickets.race_file(race.ticket).read_text()
