"""Every proof of every pack bears out its right choices, and no other."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from msgspec.structs import replace

from engines.experiments import Result, run
from quizzes import proofs
from quizzes.items import Item
from quizzes.packs.read import read_pack
from tests.conftest import ROOT

PACKS = [file.parent for file in sorted((ROOT / "fixtures").glob("*/course.yaml"))]


def proven(pack: Path) -> Iterator[tuple[str, Item]]:
    for lesson in read_pack(pack).lessons:
        for mode, item_set in lesson.sets.items():
            for item in item_set.questions:
                if item.proof:
                    yield f"{lesson.slug}/{mode}/{item.id}", item


ITEMS = dict(one for pack in PACKS for one in proven(pack))
every_proof = pytest.mark.parametrize("item", ITEMS.values(), ids=ITEMS)


@pytest.fixture(autouse=True)
def each_run_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What an experiment finds is the same each time, so the tests below share the runs."""
    monkeypatch.setattr(proofs, "run", remembered)


@cache
def remembered_run(slug: str, parameters: frozenset[tuple[str, object]]) -> Result:
    return run(slug, **dict(parameters))


def remembered(slug: str, **parameters: object) -> Result:
    return remembered_run(slug, frozenset(parameters.items()))


@every_proof
def test_what_the_right_choice_says_is_found_and_nothing_else_is(item: Item) -> None:
    assert proofs.contradictions(proofs.outcomes(item)) == []


@every_proof
def test_another_right_answer_is_found_out(item: Item) -> None:
    for key, choice in item.choices.items():
        flipped = replace(choice, right=not choice.right)
        changed = replace(item, choices={**item.choices, key: flipped})
        assert refused(changed), f"{key} can be made {flipped.right} and nothing says so"


def refused(item: Item) -> bool:
    return bool(list(proofs.problems(item)) or proofs.contradictions(proofs.outcomes(item)))
