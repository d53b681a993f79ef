"""Pairs: what is right, what is shown when, and what an author must mend."""

import pytest
from msgspec.structs import replace

from quizzes.kinds.match import MatchKind
from quizzes.kinds.pairs import match_field, right_name, shuffled_parts
from quizzes.kinds.pairs_view import LeftPart, PartsToMatch
from quizzes.schema import Choice, Item
from tests.quizzes.items import match_item, matched, question
from tests.quizzes.kinds import look, messages, refusal

match = MatchKind()


def by_key(item: Item, shown: PartsToMatch) -> dict[str, LeftPart]:
    """The left parts by the keys of their pairs, which the page does not know."""
    parts = {part.field_name: part for part in shown.left}
    return {key: parts[name] for key in item.choices if (name := match_field(item, key)) in parts}


RIGHT = ["Right 0", "Right 1", "Right 0"]


def test_equal_parts_are_one_and_belong_to_several() -> None:
    item = match_item()
    shown = match.present(look(item))
    assert sorted(str(part.text) for part in shown.right) == ["Lone", "Right 0", "Right 1"]
    assert match.grade(item, matched(item, RIGHT)) == 1


def test_each_right_pair_counts_and_stays_together() -> None:
    item = match_item()
    response = matched(item, ["Right 0", "Right 0", "Lone"])
    assert match.grade(item, response) == pytest.approx(1 / 3)
    assert match.describe_result(item, response) == "1 of 3 pairs is right."
    shown = by_key(item, match.present(look(item, response)))
    assert shown["p0"].partner
    assert shown["p0"].verdict == "right"
    assert shown["p0"].options == []
    assert [option.part.name for option in shown["p1"].options if option.chosen] == []
    assert right_name("Right 0") not in {option.part.name for option in shown["p1"].options}
    assert len(shown["p1"].not_these) == 1
    assert all(part.why is None for part in shown.values())


def test_at_the_end_each_part_has_its_partner_and_what_it_had() -> None:
    item = match_item()
    response = matched(item, ["Right 0", "Right 0", "Lone"])
    shown = match.present(look(item, response, finished=True))
    left = by_key(item, shown)
    assert {key: str(part.partner.text) for key, part in left.items() if part.partner} == {
        "p0": "Right 0",
        "p1": "Right 1",
        "p2": "Right 0",
    }
    assert left["p0"].had is None
    assert left["p2"].had
    assert str(left["p2"].had.text) == "Lone"
    assert [(str(one.text), one.verdict) for one in shown.judged] == [("Lone", "wrong")]


def test_the_order_of_the_parts_has_nothing_to_do_with_the_pairs() -> None:
    orders = set()
    for seed in range(40):
        keys = match.display_order(match_item(), f"{seed:08x}")
        assert "lone" not in keys
        orders.add(tuple(name for name, _ in shuffled_parts(match_item(), keys)))
    assert len(orders) > 3


def test_a_field_takes_one_of_the_parts() -> None:
    names = [right_name(text) for text in RIGHT]
    first, second, third = (match_field(match_item(), key) for key in ("p0", "p1", "p2"))
    sent = f"{first}={names[0]}&{second}={names[1]}"
    assert "Nothing is chosen for “left2” yet." in refusal(match_item(), sent)
    assert "That can't be chosen for “left2”." in refusal(match_item(), f"{sent}&{third}=p2")
    twice = f"{sent}&{third}={names[2]}&{third}={names[1]}"
    assert "That can't be chosen for “left2”." in refusal(match_item(), twice)


def test_a_mended_part_is_a_new_version_and_a_mended_left_text_is_none() -> None:
    item = match_item()
    left = {**item.choices, "p0": replace(item.choices["p0"], text="Mended")}
    right = {**item.choices, "p0": replace(item.choices["p0"], match="Mended")}
    assert match.version(replace(item, choices=left)) == match.version(item)
    assert match.version(replace(item, choices=right)) != match.version(item)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"p0": Choice(text="a", match="A", right=True)}, "Take out `right`."),
        ({"p0": Choice(text="a")}, "'p0' belongs to nothing. Write what belongs to it: `match`."),
        ({"p0": Choice(text="`left1`", match="A")}, "This is the same as 'p0'. Take one out."),
        ({"lone": Choice(match="Lone")}, "'lone' belongs to nothing and has no `why`."),
        ({"lone": Choice(match="Right 1", why="So.")}, "'p1' has the same `match`."),
        ({"p0": Choice(match="A", why="So."), "p1": Choice(match="B", why="So.")}, "too few pairs"),
    ],
)
def test_what_is_wrong_with_pairs_is_told(changes: dict[str, Choice], says: str) -> None:
    changed = replace(match_item(), choices={**match_item().choices, **changes})
    assert [one for one in messages(changed) if says in one]


def test_all_that_belongs_to_the_same_asks_nothing() -> None:
    same = {key: Choice(text=key, match="A") for key in ("a", "b")}
    assert "All has the same `match`." in messages(question("match", same))[0]
