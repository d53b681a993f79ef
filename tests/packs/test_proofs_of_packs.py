"""Every proof of every pack bears out its right choices, and no other."""

import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from msgspec.structs import replace

from lab.experiments.result import Result
from lab.experiments.running import run_experiment
from packs.read import read_pack
from quizzes import proofs
from quizzes.schema import Item
from tests.running import ROOT

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
    monkeypatch.setattr(proofs, "run_experiment", remembered)


@cache
def remembered_run(slug: str, parameters: frozenset[tuple[str, object]]) -> Result:
    return run_experiment(slug, **dict(parameters))


def remembered(slug: str, **parameters: object) -> Result:
    return remembered_run(slug, frozenset(parameters.items()))


@every_proof
def test_what_the_right_choice_says_is_found_and_nothing_else_is(item: Item) -> None:
    assert proofs.contradictions(proofs.outcomes(item)) == []


@every_proof
@pytest.mark.slow
def test_another_right_answer_is_found_out(item: Item) -> None:
    for key, choice in item.choices.items():
        flipped = replace(choice, right=not choice.right)
        changed = replace(item, choices={**item.choices, key: flipped})
        assert refused(changed), f"{key} can be made {flipped.right} and nothing says so"


def test_a_pack_with_one_right_answer_changed_does_not_pass(tmp_path: Path) -> None:
    """The check of the first test, on a copy of the course where a right answer was moved."""
    copy = shutil.copytree(PACKS[0], tmp_path / PACKS[0].name)
    file = copy / "configuration" / "practice.yaml"
    text = file.read_text()
    right = "        text: Keeping a visitor's data from one request to the next\n"
    wrong = "        text: Signing users in, and nothing else\n"
    assert f"{right}        right: true\n" in text
    text = text.replace(f"{right}        right: true\n", f"{right}        why: No.\n")
    file.write_text(text.replace(wrong, f"{wrong}        right: true\n"))
    purpose = next(item for name, item in proven(copy) if name.endswith("practice/purpose"))
    assert proofs.contradictions(proofs.outcomes(purpose)) == [
        "'login' is right, but second_request_sees: expected None, found 'value'",
        "'remember' is wrong, but what it says was found",
    ]


def test_every_proof_tells_right_from_wrong() -> None:
    assert [name for name, item in ITEMS.items() if not tied(item)] == []


def refused(item: Item) -> bool:
    return bool(list(proofs.problems(item)) or proofs.contradictions(proofs.outcomes(item)))


def tied(item: Item) -> bool:
    """Whether its proof speaks of wrong choices as well."""
    return any(not one.right for one in proofs.predictions(item))
