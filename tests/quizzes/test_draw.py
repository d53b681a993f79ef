"""A draw is balanced over the levels, the same for a seed, and hardly moved by a new question."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from quizzes.draw import LEVELS, draw
from quizzes.items import Item
from tests.quizzes.items import item

seeds = st.text("0123456789abcdef", min_size=8, max_size=8)


def bank(easy: int, medium: int, hard: int) -> list[Item]:
    numbers = {"easy": easy, "medium": medium, "hard": hard}
    return [
        replace(item(), id=f"{level}-{number}", level=level)
        for level in LEVELS
        for number in range(numbers[level])
    ]


counts = st.integers(min_value=0, max_value=9)


@given(seeds)
def test_ten_of_three_levels_are_three_or_four_of_each(seed: str) -> None:
    levels = Counter(one.level for one in draw(bank(8, 8, 8), 10, seed))
    assert sorted(levels.values()) == [3, 3, 4]


@given(counts, counts, counts, st.integers(1, 12), seeds)
def test_a_draw_has_as_many_as_asked_each_once_and_easy_ones_first(
    easy: int, medium: int, hard: int, number: int, seed: str
) -> None:
    drawn = draw(bank(easy, medium, hard), number, seed)
    assert len(drawn) == len({one.id for one in drawn}) == min(number, easy + medium + hard)
    levels = [LEVELS.index(one.level) for one in drawn]
    assert levels == sorted(levels)


@given(counts, counts, counts, seeds)
def test_the_same_seed_draws_the_same(easy: int, medium: int, hard: int, seed: str) -> None:
    asked = bank(easy, medium, hard)
    assert draw(asked, 6, seed) == draw(list(reversed(asked)), 6, seed)


def test_other_seeds_draw_other_questions_and_every_question_comes_up() -> None:
    draws = [tuple(one.id for one in draw(bank(8, 8, 8), 10, f"{n:08x}")) for n in range(60)]
    assert len(set(draws)) > 50
    assert len({slug for drawn in draws for slug in drawn}) == 24


@given(seeds, st.sets(st.integers(0, 9)))
def test_work_on_some_questions_moves_no_other(seed: str, worked_on: set[int]) -> None:
    before = draw(bank(8, 8, 8), 10, seed)
    assert draw(bank(8, 8, 8), 10, seed, first=[before[n].id for n in worked_on]) == before


@given(seeds)
def test_a_question_that_was_worked_on_stays_when_the_bank_grows(seed: str) -> None:
    before = draw(bank(8, 8, 8), 10, seed)
    worked_on = [one.id for one in before]
    after = draw(bank(12, 12, 12), 10, seed, first=worked_on)
    assert {one.id for one in after} == set(worked_on)
