"""Signing in: a slow-down before a lock, for whoever guesses and nobody else."""

from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
import time_machine
from axes.models import AccessAttempt
from django.core.management import call_command
from django.test import Client

from config import addresses
from lab.models import TryCounter
from studio.signing_in.browsers import COOKIE
from studio.signing_in.limits import ACCOUNT, PAIR
from tests.signing_in import guess, is_let_in, make_instructor, sign_in, sign_out
from tests.words import told

DAY = 24 * 60 * 60  # seconds
HERE, ELSEWHERE = {"REMOTE_ADDR": "203.0.113.7"}, {"REMOTE_ADDR": "198.51.100.1"}


type Clock = time_machine.Traveller


@pytest.fixture(autouse=True)
def clock(course: None) -> Iterator[Clock]:
    """It stands still, so that how fast the machine is makes no difference."""
    make_instructor()
    make_instructor("ina")
    with time_machine.travel("2026-11-28", tick=False) as clock:
        yield clock


def test_after_five_wrong_passwords_each_costs_twice_the_wait(clock: Clock) -> None:
    waits = []
    assert guess(5) == [200] * 5
    for _ in range(7):
        refused = sign_in(Client(), "guess")
        assert refused.status_code == 429
        waits.append(int(refused["Retry-After"]))
        clock.shift(waits[-1])
        assert guess(1) == [200]
    assert waits == [1, 2, 4, 8, 16, 32, 900]


def test_the_page_says_in_seconds_when_to_try_again(clock: Clock) -> None:
    guess(5)
    assert "Try again in 1 second." in told(sign_in(Client()))
    clock.shift(1)
    guess(1)
    page = sign_in(Client())
    assert "Try again in 2 seconds." in told(page)
    assert page["Retry-After"] == "2"


def test_the_right_password_does_not_pass_while_a_guesser_waits(clock: Clock) -> None:
    """Otherwise a guesser would not have to wait."""
    guess(5)
    assert sign_in(Client()).status_code == 429
    clock.shift(1)
    assert is_let_in(sign_in(Client()))


def test_what_is_refused_does_not_make_the_wait_longer(clock: Clock) -> None:
    guess(50)
    clock.shift(1)
    assert is_let_in(sign_in(Client()))


def test_a_clock_that_is_set_back_locks_nobody_out(clock: Clock) -> None:
    guess(20)
    clock.shift(-3_600)
    assert is_let_in(sign_in(Client()))


@pytest.mark.slow
def test_a_thousand_wrong_passwords_from_one_client_lock_out_nobody_else() -> None:
    home = Client()
    assert is_let_in(sign_in(home, **HERE))  # a browser that the instructor used before
    statuses = guess(1_000, **HERE)
    assert statuses.count(429) == 995
    assert is_let_in(sign_in(Client(), **ELSEWHERE))
    assert is_let_in(sign_in(Client(), username="ina", **HERE))  # another one, behind the address
    sign_out(home)
    assert is_let_in(sign_in(home, **HERE))  # the same one, behind the address


def test_behind_a_proxy_a_forged_address_changes_nothing(settings: Any) -> None:
    settings.TRUSTED_PROXIES = addresses.parse_proxies(["10.0.0.5"])
    proxy = Client(REMOTE_ADDR="10.0.0.5")
    statuses = [
        sign_in(
            proxy, "guess", headers={"X-Forwarded-For": f"192.0.2.{number}, 203.0.113.7"}
        ).status_code
        for number in range(30)
    ]
    assert statuses[:5] == [200] * 5
    assert statuses.count(429) == 25
    assert is_let_in(sign_in(proxy, headers={"X-Forwarded-For": "203.0.113.8"}))
    assert guess(1, **HERE) == [429]  # told without the proxy, it is the same client


def test_a_client_of_ipv6_is_its_network() -> None:
    for number in range(8):
        reply = sign_in(Client(REMOTE_ADDR=f"2001:db8:1:2::{number}"), "guess")
    assert reply.status_code == 429
    assert is_let_in(sign_in(Client(REMOTE_ADDR="2001:db8:1:3::1")))


def test_one_client_that_tries_many_names_is_slowed_down(clock: Clock) -> None:
    statuses = [guess(1, username=f"name {number}", **HERE)[0] for number in range(60)]
    assert statuses == [200] * 30 + [429] * 30
    clock.shift(1)
    assert guess(2, username="another", **HERE) == [200, 429]
    assert is_let_in(sign_in(Client(), **ELSEWHERE))


def test_many_clients_that_guess_one_password_are_slowed_down_and_lock_nobody_out(
    clock: Clock,
) -> None:
    known = Client()
    sign_in(known, **HERE)
    statuses = [guess(1, REMOTE_ADDR=f"192.0.2.{number}")[0] for number in range(60)]
    assert statuses == [200] * 30 + [429] * 30
    assert is_let_in(sign_in(known, **HERE))
    clock.shift(32)  # the longest wait there is for an account
    assert is_let_in(sign_in(Client(), **ELSEWHERE))


def test_one_client_that_guesses_all_day_never_slows_the_account_down_elsewhere() -> None:
    """By the rules alone, a try each second: the pair is locked before the account waits."""
    pair = account = 0.0
    tried, passed = -DAY, 0
    for second in range(DAY):
        elapsed = second - tried
        if PAIR.seconds_left(pair, elapsed):
            continue
        pair, account = PAIR.level_after(pair, elapsed), ACCOUNT.level_after(account, elapsed)
        tried, passed = second, passed + 1
        assert ACCOUNT.wait_after(account) == 0
    assert 100 < passed < 400


def test_a_known_browser_may_not_guess_without_end() -> None:
    known = Client()
    sign_in(known)
    assert guess(20, known).count(429) == 15


def test_a_known_browser_is_known_for_its_own_accounts_only() -> None:
    known = Client()
    sign_in(known)
    assert guess(20, username="ina")[-1] == 429
    assert sign_in(known, username="ina").status_code == 429
    assert is_let_in(sign_in(known))


@pytest.mark.parametrize("forged", ["", "x", "abc.def:ghi", "1.2.3", "\x00", "é:é:é"])
def test_a_forged_cookie_is_no_known_browser(forged: str) -> None:
    guesser = Client()
    guesser.cookies[COOKIE] = forged
    assert guess(20, guesser)[-1] == 429


def test_one_browser_is_known_for_two_who_share_it() -> None:
    shared = Client()
    sign_in(shared)
    sign_out(shared)
    sign_in(shared, username="ina")
    sign_out(shared)
    for name in ("instructor", "ina"):
        guess(20, username=name)
        assert is_let_in(sign_in(shared, username=name))
        sign_out(shared)


def test_counters_hold_no_name_and_no_address() -> None:
    guess(1, **HERE)
    kept = " ".join(TryCounter.objects.values_list("key", flat=True))
    assert TryCounter.objects.count() == 3
    assert "instructor" not in kept
    assert "203.0.113" not in kept


def test_what_is_too_old_to_count_is_deleted(clock: Clock) -> None:
    guess(1, **HERE)
    clock.shift(90_000)
    guess(1, username="ina", **ELSEWHERE)
    assert TryCounter.objects.count() == 3


def test_the_record_of_failures_that_are_over_can_be_deleted(
    clock: Clock, admin_client: Client
) -> None:
    guess(1)
    clock.shift(DAY / 2)
    guess(1, username="ina")
    clock.shift(DAY / 2)
    left = AccessAttempt.objects.get(username="ina")
    sent = {"action": "cleanup_expired_attempts", "_selected_action": left.pk}
    page = admin_client.post("/admin/axes/accessattempt/", sent, follow=True)
    assert "Cleaned up 1 expired access attempts." in told(page)
    assert [*AccessAttempt.objects.all()] == [left]


@pytest.mark.parametrize(
    "command", ["axes_reset", "axes_reset_username instructor", "axes_reset_ip 203.0.113.7"]
)
def test_an_operator_can_lift_the_wait(command: str) -> None:
    guess(20, **HERE)
    assert sign_in(Client(), **HERE).status_code == 429
    call_command(*command.split(), stdout=StringIO())
    assert is_let_in(sign_in(Client(), **HERE))


def test_the_record_of_failures_has_what_was_tried_and_not_what_was_refused() -> None:
    guess(50, **HERE)
    found = AccessAttempt.objects.get()
    assert (found.username, found.failures_since_start) == ("instructor", 5)
