"""Clients that stall hold nobody up, and those that are only slow are served."""

import time
from collections.abc import Iterator

import pytest

from tests.course import LESSON
from tests.running import Site, running
from tests.slow_clients import stalled_and_idle
from tests.visitor import Visitor

pytestmark = pytest.mark.alone

SOON = 0.5  # seconds in which everybody else is answered


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running(tmp_path_factory.mktemp("site")) as site:
        yield site


def slowest(visitor: Visitor, rounds: int) -> float:
    """The seconds that the slowest of many requests took, pages and answers."""
    took = []
    for _ in range(rounds):
        for path in ("/healthz/", "/", f"{LESSON}why/", f"{LESSON}practice/", "/progress/"):
            start = time.perf_counter()
            visitor.get(path)
            took.append(time.perf_counter() - start)
        start = time.perf_counter()
        assert visitor.answer("remember") in (200, 302)
        took.append((time.perf_counter() - start) / 2)  # the page with the form, and the answer
    return max(took)


def test_fifty_stalled_and_two_hundred_idle_clients_hold_nobody_up(site: Site) -> None:
    visitor = Visitor(site.url)
    slowest(visitor, 1)
    with stalled_and_idle(site.url, stalled=50, idle=200):
        assert slowest(visitor, 5) < SOON
