"""A sixth engine is one module and one entry: here it goes through all that the five go through."""

from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from engines import site_engine
from engines.registry import BUILTIN, ENGINES, engine_of
from engines.store import SessionStore
from lab.benchmark.benchmark import run_benchmark
from lab.race.distance import model_request
from tests.engines.contract import ServerSide
from tests.engines.toy_engine import SHELF, ToyEngine
from tests.learner import answer, progress_in

SWITCH = "/engine/switch/"


@pytest.fixture(autouse=True)
def toy(settings: Any) -> Iterator[ToyEngine]:
    settings.SESSION_ENGINE_CLASSES = [*BUILTIN, "tests.engines.toy_engine.ToyEngine"]
    engine = ENGINES["toy"]
    assert isinstance(engine, ToyEngine)
    yield engine
    SHELF.clear()


@pytest.mark.django_db
class TestToyEngine(ServerSide):
    engine = "toy"


def lab_page(client: Client) -> str:
    return unescape(client.get("/engine/").content.decode())


def test_the_lab_offers_it(alice: Client) -> None:
    page = lab_page(alice)
    assert "a slot on a shelf" in page
    assert 'value="toy"' in page


@pytest.mark.parametrize("other", ["db", "cache", "cached_db", "file", "signed_cookies"])
def test_a_session_moves_there_and_back_and_loses_nothing(alice: Client, other: str) -> None:
    alice.post(SWITCH, {"engine": other})
    answer(alice, "remember")
    before = progress_in(alice)
    for target in ("toy", other):
        page = alice.post(SWITCH, {"engine": target}, follow=True).content.decode()
        assert f"to {target}: 1 key came along (progress)" in page
        assert f'data-engine="{target}"' in page
        assert progress_in(alice) == before
        assert len(SHELF) == (target == "toy")


def test_the_lab_looks_into_it_and_says_what_a_request_costs(alice: Client) -> None:
    answer(alice, "remember")
    alice.post(SWITCH, {"engine": "toy"})
    page = lab_page(alice)
    assert "The slot on the shelf" in page
    assert "1 LOOK" in page
    assert "load()" in page  # the recorded calls of a request


def test_the_panel_counts_it_and_moves_the_whole_site_there(
    instructor: Client, alice: Client
) -> None:
    answer(alice, "remember")
    address = "/admin/engines/siteengine/add/"
    assert "On the shelf." in instructor.get(address).content.decode()
    instructor.post(address, {"name": "toy", "_confirmed": "1"})
    assert site_engine.current_choice().engine is ENGINES["toy"]
    assert "moved this site to toy" in alice.get("/progress/").content.decode()
    assert alice.session.engine.name == "toy"


@pytest.mark.django_db
def test_clearsessions_cleans_it(capsys: pytest.CaptureFixture[str]) -> None:
    for expiry in (-1, 60):
        session = SessionStore(engine="toy")
        session["a"] = 1
        session.set_expiry(expiry)
        session.save()
    call_command("clearsessions")
    assert "toy: 1 ended sessions deleted" in capsys.readouterr().out
    assert len(SHELF) == 1


@pytest.mark.django_db
def test_the_benchmark_measures_it(toy: ToyEngine) -> None:
    measurement = run_benchmark([toy], seconds=0)
    for kind, reads, writes in (("read", {"LOOK": 1}, {}), ("write", {"LOOK": 1}, None)):
        cost = measurement.cost("toy", kind)
        assert cost
        assert cost.reads == reads
        assert writes is None or cost.writes == writes
    assert not SHELF  # the throwaway session is gone
    journey = model_request(measurement, toy, "read", opened=False)
    assert journey
    assert journey.trips == 0  # as it says of itself, it can't be on another machine


def test_it_is_gone_with_its_entry(settings: Any) -> None:
    settings.SESSION_ENGINE_CLASSES = BUILTIN
    assert "toy" not in ENGINES
    assert engine_of("ty" + "a" * 30) is None
