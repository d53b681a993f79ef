# ruff: noqa: E501
"""Items of QTI 3.0, 2.1 and 2.2 as questions, and what is told of what could not come."""

import pytest

from tests.exchange.qti_files import (
    CAPITAL,
    FIELD,
    body,
    choices,
    counted,
    declared,
    item,
    mapping,
)
from tests.exchange.qti_reading import read, told, values
from tests.exchange.reading import rights

# --- To choose -------------------------------------------------------------------------------


def test_one_right_choice() -> None:
    found, notes = read(CAPITAL)
    assert (found.kind, found.prompt, found.title, found.order) == (
        "choice",
        "Which?",
        "",
        "shuffled",
    )
    assert (found.id, values(found), rights(found), notes) == (
        "a-title",
        ["Paris", "Lyon"],
        ["Paris"],
        [],
    )


def test_several_right_choices_are_worth_what_their_mapping_says() -> None:
    points = mapping(a=1, b=1, c=-1)
    inside = declared("a", "b", cardinality="multiple", more=points)
    found, notes = read(
        item(inside + body(choices(most=0, a="1", b="2", c="3")) + counted("map_response"))
    )
    assert (found.kind, rights(found), notes) == ("choices", ["1", "2"], [])
    inside = declared("a", "b", cardinality="multiple")
    found, notes = read(
        item(inside + body(choices(most=0, a="1", b="2", c="3")) + counted("match_correct"))
    )
    assert rights(found) == ["1", "2"]
    assert "There only the whole answer counts. Here each part that is right counts." in notes


def test_choices_keep_their_places_where_the_item_says_so() -> None:
    kept, _ = read(item(declared("a") + body(choices(shuffle="false", a="1", b="2"))))
    assert kept.order == "kept"
    last = choices(a="1", b="2").replace('"b">', '"b" fixed="true">')
    found, _ = read(item(declared("a") + body(last)))
    assert (found.order, values(found, "last")) == ("shuffled", [False, True])
    first = choices(a="1", b="2").replace('"a">', '"a" fixed="true">')
    found, notes = read(item(declared("a") + body(first)))
    assert found.order == "kept"
    assert "In the file some of its choices keep their places. Here all of them do." in notes


# --- To order and to match -------------------------------------------------------------------


def ordered(*right: str) -> str:
    inside = choices(a="first", b="second", c="third").replace(
        "choice-interaction", "order-interaction"
    )
    return item(declared(*right, cardinality="ordered") + body(inside))


def test_parts_to_put_in_order_come_in_the_right_one() -> None:
    found, _ = read(ordered("b", "c", "a"))
    assert (found.kind, values(found)) == ("order", ["second", "third", "first"])
    assert "only some of its parts are put in order." in told(ordered("b", "c"))


def sides(pairs: list[str]) -> str:
    def part(name: str) -> str:
        return f'<qti-simple-associable-choice identifier="{name}" match-max="1">{name.lower()}</qti-simple-associable-choice>'

    left, right = ("".join(map(part, names)) for names in ("AB", "XYZ"))
    inside = (
        '<qti-match-interaction response-identifier="RESPONSE"><qti-prompt>Match</qti-prompt>'
        f"<qti-simple-match-set>{left}</qti-simple-match-set>"
        f"<qti-simple-match-set>{right}</qti-simple-match-set></qti-match-interaction>"
    )
    return item(declared(*pairs, kind="directedPair", cardinality="multiple") + body(inside))


def test_parts_that_belong_to_nothing_stay_as_such() -> None:
    found, _ = read(sides(["A X", "B Y"]))
    pairs = list(zip(values(found), values(found, "match"), strict=True))
    assert (found.kind, pairs) == ("match", [("a", "x"), ("b", "y"), ("", "z")])


def test_sides_change_where_only_the_other_has_one_partner_each() -> None:
    found, notes = read(sides(["A X", "A Y", "B Z"]))
    pairs = list(zip(values(found), values(found, "match"), strict=True))
    assert pairs == [("x", "a"), ("y", "a"), ("z", "b")]
    assert any("the other way round" in note for note in notes)
    assert "belongs to several others, or to none" in told(sides(["A X", "A Y", "B X"]))


# --- To type ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("inside", "kind", "prompt", "text"),
    [
        (f"<p>What is it?</p><p>{FIELD}</p>", "typed", "What is it?", ""),
        (f"<p>What is it? {FIELD}</p>", "typed", "What is it?", ""),
        (f"<div><p>What is it?</p><p>{FIELD}.</p></div>", "typed", "What is it?", ""),
        (f"<p>It is {FIELD} so.</p>", "cloze", "Fill the gaps.", "It is [[gap-1]] so."),
        (f"<p>Say.</p><p>It is {FIELD}</p>", "cloze", "Say.", "It is [[gap-1]]"),
    ],
)
def test_a_field_by_itself_is_typed_and_one_in_a_text_is_a_gap(
    inside: str, kind: str, prompt: str, text: str
) -> None:
    found, _ = read(item(declared("x", kind="string") + body(inside)))
    assert (found.kind, found.prompt, found.text) == (kind, prompt, text)


@pytest.mark.parametrize(
    ("comparison", "tolerance"),
    [
        ('<qti-equal tolerance-mode="exact">', 0),
        ('<qti-equal tolerance-mode="absolute" tolerance="0.5 0.5">', 0.5),
        ('<qti-equal tolerance-mode="relative" tolerance="10 10">', 20),
        ('<qti-equal-rounded rounding-mode="decimalPlaces" figures="1">', 0.05),
    ],
)
def test_a_number_may_be_off_by_what_the_item_says(comparison: str, tolerance: float) -> None:
    name = comparison[1:].split()[0]
    test = f'{comparison}<qti-variable identifier="RESPONSE"/><qti-correct identifier="RESPONSE"/></{name}>'
    rules = (
        f"<qti-response-processing><qti-response-condition><qti-response-if>{test}"
        '<qti-set-outcome-value identifier="SCORE"><qti-base-value base-type="float">1'
        "</qti-base-value></qti-set-outcome-value></qti-response-if></qti-response-condition>"
        "</qti-response-processing>"
    )
    found, notes = read(
        item(declared("200", kind="float") + body(f"<p>How many? {FIELD}</p>") + rules)
    )
    assert (found.kind, found.tolerance, rights(found), notes) == ("typed", tolerance, ["200"], [])


def test_capitals_count_as_the_versions_of_the_standard_have_it() -> None:
    typed = declared(kind="string", more=mapping(Paris=1, paris=0.5)) + body(
        f"<p>Which? {FIELD}</p>"
    )
    three = item(typed + counted("map_response"))
    found, notes = read(three)
    assert (found.capitals, rights(found)) == (False, ["Paris"])
    assert "Left out because it is not worth all the points: paris." in notes
    two = (
        three.replace("qti-assessment-item", "assessmentItem")
        .replace("<qti-map-entry map-key", "<mapEntry mapKey")
        .replace("mapped-value", "mappedValue")
    )
    assert read(two)[0].capitals


def test_a_text_with_options_and_fields() -> None:
    options = "".join(
        f'<qti-inline-choice identifier="{name}">{name}</qti-inline-choice>' for name in "ab"
    )
    chosen = f'<qti-inline-choice-interaction response-identifier="G" shuffle="true">{options}</qti-inline-choice-interaction>'
    inside = (
        declared("x", kind="string")
        + declared("b").replace("RESPONSE", "G")
        + body(f"<p>Fill.</p><ul><li>One {chosen}</li><li>Two {FIELD}!</li></ul>")
    )
    found, notes = read(item(inside))
    assert (found.kind, found.text) == ("cloze", "- One [[gap-1]]\n- Two [[gap-2]]!")
    assert found.typed == ["gap-2"]
    assert [(one.gap, one.text, one.right) for one in found.choices.values()] == [
        ("gap-1", "a", False),
        ("gap-1", "b", True),
        ("gap-2", "x", True),
    ]
    assert notes == []


def test_words_to_drag_into_a_text_are_options_of_its_gaps() -> None:
    words = "".join(
        f'<qti-gap-text identifier="{name}" match-max="1">{name}</qti-gap-text>' for name in "WX"
    )
    inside = (
        f'<qti-gap-match-interaction response-identifier="RESPONSE">{words}'
        '<p>A <qti-gap identifier="G1"/> and <qti-gap identifier="G2"/>.</p></qti-gap-match-interaction>'
    )
    found, notes = read(
        item(
            declared("W G2", "X G1", kind="directedPair", cardinality="multiple")
            + body(f"<p>Drag.</p>{inside}")
        )
    )
    assert (found.prompt, found.text) == ("Drag.", "A [[gap-1]] and [[gap-2]].")
    assert [(one.gap, one.text) for one in found.choices.values() if one.right] == [
        ("gap-1", "X"),
        ("gap-2", "W"),
    ]
    assert any("dragged into the text" in note for note in notes)
