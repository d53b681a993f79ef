"""Wrong codes slow down whoever sends them; the right one lets in at any time."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from classrooms import codes
from classrooms.models import Classroom
from classrooms.throttle import WRONG_CODES
from config import addresses, env
from tests.classrooms.classes import JOIN, join
from tests.words import told

WRONG = {"code": "CCC CCC CCC", "name": "Mia"}


def guess(times: int, client: Client | None = None, **more: Any) -> list[int]:
    """The statuses of so many wrong codes, one after the other."""
    guesser = client or Client()
    return [guesser.post(JOIN, WRONG, **more).status_code for _ in range(times)]


@pytest.fixture(autouse=True)
def clock(course: None) -> Iterator[time_machine.Traveller]:
    """It stands still, so that how fast the machine is makes no difference."""
    with time_machine.travel("2026-11-28", tick=False) as clock:
        yield clock


def test_a_classroom_behind_one_address_may_mistype() -> None:
    assert guess(90) == [422] * 90  # thirty learners, three times each


def test_a_guesser_is_told_how_long_to_wait_and_that_the_right_code_works(
    clock: time_machine.Traveller,
) -> None:
    guess(WRONG_CODES.free)
    clock.shift(1)
    assert guess(1) == [422]
    reply = Client().post(JOIN, WRONG)
    assert (reply.status_code, reply["Retry-After"]) == (429, "2")
    assert "Wait 2 seconds before you try another. The right code works" in told(reply)
    assert 'value="Mia"' in reply.content.decode()


@pytest.mark.slow
def test_a_thousand_wrong_codes_from_one_client_stop_nobody_who_has_the_right_one(
    autumn: Classroom,
) -> None:
    guesser = Client()
    assert guess(1_000, guesser).count(429) == 900
    assert join(Client(), autumn, "Bo").status_code == 302  # behind the same address
    assert join(Client(REMOTE_ADDR="192.0.2.7"), autumn, "Lee").status_code == 302
    assert join(guesser, autumn, "Mia").status_code == 302  # mistyped, then read it again


def test_with_htmx_the_wait_is_said_in_the_form() -> None:
    guess(WRONG_CODES.free)
    reply = Client().post(JOIN, WRONG, headers={"HX-Request": "true"})
    assert reply.status_code == 429
    assert reply.content.decode().strip().startswith('<div id="join"')


def test_what_is_no_code_at_all_is_counted_too() -> None:
    """A guesser learns nothing from it, but it costs the same."""
    for _ in range(WRONG_CODES.free + 1):
        reply = Client().post(JOIN, {"code": "?", "name": "Mia"})
    assert reply.status_code == 429


def test_behind_a_proxy_a_forged_address_changes_nothing(settings: Any) -> None:
    settings.TRUSTED_PROXIES = addresses.parse_proxies(["10.0.0.5"])
    proxy = Client(REMOTE_ADDR="10.0.0.5")
    statuses = [
        guess(1, proxy, headers={"X-Forwarded-For": f"192.0.2.{number}, 203.0.113.7"})[0]
        for number in range(WRONG_CODES.free + 20)
    ]
    assert statuses.count(429) == 20
    assert guess(1, proxy, headers={"X-Forwarded-For": "203.0.113.8"}) == [422]


@pytest.mark.redis
@pytest.mark.memcached
@pytest.mark.parametrize("name", ["redis", "memcached"])
def test_no_cache_is_asked_for_wrong_codes_so_none_that_is_silent_matters(
    autumn: Classroom, settings: Any, name: str
) -> None:
    made = {"redis": env.redis_cache, "memcached": env.memcached_cache}[name]
    settings.CACHES = {"default": made(os.environ[f"TEST_{name.upper()}_URL"])}
    with pytest.MonkeyPatch.context() as patch:
        for method in ("get", "set", "add", "incr"):
            patch.setattr(cache, method, lambda *args, **options: pytest.fail("It was asked."))
        assert guess(1) == [422]
        assert join(Client(), autumn).status_code == 302


def test_codes_are_so_many_that_guessing_at_full_speed_takes_years() -> None:
    """The figures of docs/decisions/0038-clients-and-limits.md."""
    guesses_a_second, classes = 500, 10
    seconds = len(codes.ALPHABET) ** codes.LENGTH / classes / guesses_a_second
    assert seconds / (365 * 24 * 3600) > 3
