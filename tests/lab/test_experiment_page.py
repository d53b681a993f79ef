"""An experiment as a page: a form by GET, a run by POST."""

from typing import Any

import pytest
from django.test import Client

from lab.experiments import allowance
from lab.experiments import views as experiment_views
from lab.experiments.allowance import Allowance, TooOften
from lab.experiments.registry import EXPERIMENTS

PAGE = "/engine/experiments/browser-close/"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(experiment_views, "ALLOWANCE", allowance.Allowance())


@pytest.mark.parametrize("slug", EXPERIMENTS)
def test_every_experiment_has_a_page_that_can_be_sent_as_it_is(slug: str, client: Client) -> None:
    page = client.get(f"/engine/experiments/{slug}/")
    assert EXPERIMENTS[slug].shows in page.content.decode().replace("&#x27;", "'")
    form = page.context["form"]
    sent = {name: form[name].value() for name in form.fields}
    response = client.post(f"/engine/experiments/{slug}/", sent)
    assert response.status_code == 200
    assert response.context["result"].exchanges


def test_the_address_fills_the_form(client: Client) -> None:
    form = client.get(f"{PAGE}?engine=cache&SESSION_COOKIE_AGE=60&away=x").context["form"]
    assert (form["engine"].value(), form["SESSION_COOKIE_AGE"].value()) == ("cache", "60")
    assert form["away"].value() == "0"


def test_what_is_not_offered_is_refused_and_nothing_runs(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(experiment_views, "run_experiment", None)
    response = client.post(PAGE, {"engine": "redis"})
    assert response.status_code == 422
    assert "Nothing was run: engine:" in response.context["refusal"]


def test_an_unknown_experiment_is_not_found(client: Client) -> None:
    assert client.get("/engine/experiments/nothing/").status_code == 404


def test_reading_the_page_runs_nothing_and_keeps_nothing(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(experiment_views, "run_experiment", None)
    assert "sessionid" not in client.get(PAGE).cookies


def test_with_htmx_it_is_a_fragment(client: Client) -> None:
    sent: dict[str, Any] = {"engine": "db", "SESSION_EXPIRE_AT_BROWSER_CLOSE": "True"}
    sent |= {"SESSION_COOKIE_AGE": "3600", "set_expiry": "None", "away": "0"}
    response = client.post(PAGE, sent, headers={"HX-Request": "true"})
    assert response.content.decode().strip().startswith('<section id="outcome"')


def test_an_allowance_comes_back_with_time() -> None:
    now = [0.0]
    allowance = Allowance(runs=2, seconds=60, clock=lambda: now[0])
    allowance.take("alice")
    now[0] = 50
    allowance.take("alice")
    allowance.take("bob")
    with pytest.raises(TooOften, match="in 10 seconds"):
        allowance.take("alice")
    now[0] = 60
    allowance.take("alice")
    now[0] = 500
    allowance.take("bob")
    assert set(allowance.taken) == {"bob"}
