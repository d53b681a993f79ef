"""The rule of waiting, and the counters that all processes share."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from lab.limits.clients import client_of
from lab.limits.counters import counter_key, forget_all_of, give_back, take
from lab.limits.slow_down import SlowDown, describe_wait
from lab.models import TryCounter

RULE = SlowDown(free=3, longest=8, leak=60, lock_at=8, lock=900)
LEVELS = st.floats(0, 1e6)


def test_waits_grow_to_the_longest_and_end_in_the_lock() -> None:
    assert [RULE.wait_after(tries) for tries in range(10)] == [0, 0, 0, 1, 2, 4, 8, 8, 900, 900]
    assert SlowDown(free=0, longest=8, leak=60).wait_after(10_000) == 8


@given(LEVELS, st.floats(-1e9, 1e9))
def test_nobody_waits_longer_than_the_rule_says_whatever_the_clock_does(
    level: float, elapsed: float
) -> None:
    assert 0 <= RULE.seconds_left(level, elapsed) <= RULE.lock
    assert 1 <= RULE.level_after(level, elapsed) <= level + 1


def test_a_try_a_minute_is_free_for_ever() -> None:
    level = 0.0
    for _ in range(1_000):
        level = RULE.level_after(level, RULE.leak)
        assert RULE.wait_after(level) == 0


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(1, "1 second"), (8, "8 seconds"), (119, "119 seconds"), (900, "15 minutes")],
)
def test_a_wait_is_told_in_seconds_and_a_long_one_in_minutes(seconds: int, words: str) -> None:
    assert describe_wait(seconds) == words


@pytest.mark.parametrize(
    ("address", "client"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", "::ffff:203.0.113.7"),
        ("", ""),
        ("no address", "no address"),
    ],
)
def test_a_client_is_an_address_or_a_network_of_ipv6(address: str, client: str) -> None:
    assert client_of(RequestFactory().get("/", REMOTE_ADDR=address)) == client


def test_whoever_has_to_wait_in_one_respect_is_counted_in_none(db: None) -> None:
    tight = SlowDown(free=1, longest=8, leak=60)
    assert take({"a": tight, "b": RULE}) == 0
    assert take({"a": tight, "b": RULE}) == 1
    assert TryCounter.objects.get(key="b").level == 1


def test_a_right_try_is_given_back(db: None) -> None:
    for _ in range(20):
        assert take({"a": RULE}) == 0
        give_back(["a"])


def test_a_refused_try_writes_nothing(db: None, django_assert_num_queries: Any) -> None:
    for _ in range(RULE.free):
        take({"a": RULE})
    with django_assert_num_queries(1):
        assert take({"a": RULE}) == 1


def test_all_that_counts_an_account_is_forgotten_together(db: None) -> None:
    for key in (counter_key("pair", "ina", "203.0.113.7"), counter_key("account", "ina")):
        take({key: RULE})
    take({counter_key("account", "bo"): RULE})
    forget_all_of("ina")
    assert TryCounter.objects.get().key == counter_key("account", "bo")


def test_old_counters_are_deleted_when_somebody_counts(db: None) -> None:
    with time_machine.travel("2026-11-28", tick=False) as clock:
        take({"a": RULE})
        clock.shift(timedelta(days=2))
        take({"b": RULE})
    assert TryCounter.objects.get().key == "b"


@pytest.mark.django_db(transaction=True)
def test_of_twenty_tries_sent_at_once_only_the_free_ones_pass() -> None:
    def try_once(_: int) -> int:
        try:
            return take({"a": RULE})
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        waits = list(threads.map(try_once, range(20)))
    assert waits.count(0) == RULE.free
