"""A ratio says how far off it may be, and does not judge beyond that."""

import pytest

from bench import timing
from bench.timing import Ratio, in_turn, summarize


def test_the_median_counts_and_not_the_worst() -> None:
    assert summarize([1.0] * 50 + [1.1] * 50 + [90.0]).median == 1.1


def test_more_pairs_of_the_same_spread_say_it_more_closely() -> None:
    few, many = ([1.0, 1.1, 1.2, 1.3] * number for number in (5, 500))
    assert summarize(many).margin == pytest.approx(summarize(few).margin / 10, rel=0.1)


@pytest.mark.parametrize(
    ("ratio", "exceeds", "unclear"),
    [
        (Ratio(1.05, 0.01), True, False),
        (Ratio(1.015, 0.01), False, True),
        (Ratio(1.00, 0.015), False, True),
        (Ratio(0.90, 0.01), False, False),
    ],
)
def test_what_is_within_the_margin_is_not_judged(
    ratio: Ratio, exceeds: bool, unclear: bool
) -> None:
    assert (ratio.exceeds(1.01), ratio.is_unclear(1.01)) == (exceeds, unclear)


def test_what_takes_twice_as_long_is_twice_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]

    def taking(time: float) -> timing.Requests:
        def make(number: int) -> None:
            clock[0] += number * time

        return make

    monkeypatch.setattr(timing.time, "perf_counter", lambda: clock[0])
    assert in_turn(taking(0.001), taking(0.002), pairs=10).median == pytest.approx(2)


def test_where_the_limit_is_near_more_pairs_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    taken = []

    def ratio(*args: object) -> float:
        taken.append(args)
        return 1.0 + len(taken) % 3 * 0.02

    monkeypatch.setattr(timing, "ratio", ratio)
    monkeypatch.setattr(timing, "enough", lambda run: 1)
    in_turn(lambda number: None, lambda number: None, pairs=9, limit=5.0)
    assert len(taken) == 9
    in_turn(lambda number: None, lambda number: None, pairs=9, limit=1.02)
    assert len(taken) == 9 + 9 * timing.MOST_PAIRS
