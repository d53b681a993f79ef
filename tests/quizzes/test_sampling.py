"""A sample is balanced over the levels, the same for a seed, and hardly moved by a new question."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from quizzes.attempts.sampling import sample
from quizzes.schema import LEVELS, Item
from tests.quizzes.items import item as question

seeds = st.text("0123456789abcdef", min_size=8, max_size=8)


def bank(easy: int, medium: int, hard: int) -> list[Item]:
    numbers = {"easy": easy, "medium": medium, "hard": hard}
    return [
        replace(question(), id=f"{level}-{number}", level=level)
        for level in LEVELS
        for number in range(numbers[level])
    ]


counts = st.integers(min_value=0, max_value=9)


@given(seeds)
def test_ten_of_three_levels_are_three_or_four_of_each(seed: str) -> None:
    levels = Counter(item.level for item in sample(bank(8, 8, 8), 10, seed))
    assert sorted(levels.values()) == [3, 3, 4]


@given(counts, counts, counts, st.integers(1, 12), seeds)
def test_a_sample_has_as_many_as_asked_each_once_and_easy_ones_first(
    easy: int, medium: int, hard: int, number: int, seed: str
) -> None:
    sampled = sample(bank(easy, medium, hard), number, seed)
    assert len(sampled) == len({item.id for item in sampled}) == min(number, easy + medium + hard)
    levels = [LEVELS.index(item.level) for item in sampled]
    assert levels == sorted(levels)


@given(counts, counts, counts, seeds)
def test_the_same_seed_samples_the_same(easy: int, medium: int, hard: int, seed: str) -> None:
    asked = bank(easy, medium, hard)
    assert sample(asked, 6, seed) == sample(list(reversed(asked)), 6, seed)


def test_other_seeds_sample_other_questions_and_every_question_comes_up() -> None:
    samples = [tuple(item.id for item in sample(bank(8, 8, 8), 10, f"{n:08x}")) for n in range(60)]
    assert len(set(samples)) > 50
    assert len({slug for sampled in samples for slug in sampled}) == 24


@given(seeds, st.sets(st.integers(0, 9)))
def test_work_on_some_questions_moves_no_other(seed: str, worked_on: set[int]) -> None:
    before = sample(bank(8, 8, 8), 10, seed)
    assert sample(bank(8, 8, 8), 10, seed, first=[before[n].id for n in worked_on]) == before


@given(seeds)
def test_a_question_that_was_worked_on_stays_when_the_bank_grows(seed: str) -> None:
    before = sample(bank(8, 8, 8), 10, seed)
    worked_on = [item.id for item in before]
    after = sample(bank(12, 12, 12), 10, seed, first=worked_on)
    assert {item.id for item in after} == set(worked_on)
