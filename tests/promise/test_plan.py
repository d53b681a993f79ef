"""The plan of faults is a pure function of the seed."""

from itertools import islice

import pytest

from promise.faults import FAULTS
from promise.plan import SET_UPS, Planned, plan


def faults(seed: int, on: str, number: int = 100) -> list[Planned]:
    return list(islice(plan(seed, on), number))


@pytest.mark.parametrize("on", SET_UPS)
def test_a_seed_gives_the_same_plan_and_another_seed_another(on: str) -> None:
    assert faults(1, on) == faults(1, on)
    assert faults(1, on) != faults(2, on)


@pytest.mark.parametrize("on", SET_UPS)
def test_each_fault_comes_once_before_any_comes_twice(on: str) -> None:
    kinds = len(SET_UPS[on])
    assert {planned.fault for planned in faults(3, on, kinds)} == set(SET_UPS[on])


@pytest.mark.parametrize("on", SET_UPS)
def test_each_fault_lasts_as_long_as_it_may(on: str) -> None:
    for planned in faults(4, on):
        least, most = SET_UPS[on][planned.fault]
        assert least <= planned.seconds <= most
        assert 0 <= planned.chance <= 1


def test_only_the_faults_that_are_named_come() -> None:
    planned = islice(plan(5, "servers", only=("Redis killed", "reload")), 10)
    assert {fault.fault for fault in planned} == {"Redis killed", "reload"}


def test_every_fault_of_a_plan_can_be_carried_out() -> None:
    assert FAULTS.keys() == {name for names in SET_UPS.values() for name in names}
