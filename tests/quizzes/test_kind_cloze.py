"""Texts with gaps: what goes into them, where they stand, and what an author must mend."""

from urllib.parse import urlencode

import pytest
from django.utils.datastructures import MultiValueDict
from msgspec.structs import replace

from quizzes.kinds.cloze import ClozeKind
from quizzes.kinds.form_values import form_value
from quizzes.kinds.kind import LONGEST_RESPONSE
from quizzes.kinds.text_gaps import text_pieces, typed_limit
from quizzes.schema import Choice
from tests.quizzes.items import cloze_item, gap_fields, question
from tests.quizzes.kinds import look, messages, refusal

cloze = ClozeKind()


def refused_gaps(**values: str) -> str:
    """Why these can't be put into the gaps."""
    return refusal(cloze_item(), urlencode(gap_fields(cloze_item(), **values)))


RIGHT = "command=clearsessions\nseconds=3600\nverb=save"


@pytest.mark.parametrize(
    ("typed", "grade"),
    [("clearsessions", 1), ("flush", 2 / 3), ("clean", 2 / 3)],
)
def test_each_right_gap_counts(typed: str, grade: float) -> None:
    response = RIGHT.replace("clearsessions", typed)
    assert cloze.grade(cloze_item(), response) == pytest.approx(grade)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ({"command": " `ClearSessions` "}, "command=clearsessions"),
        ({"seconds": "3 600"}, "seconds=3600"),
    ],
)
def test_what_is_typed_obeys_the_rules_of_typed_questions(sent: dict[str, str], kept: str) -> None:
    given = {"verb": "save", "command": "clearsessions", "seconds": "3600", **sent}
    data = MultiValueDict(
        {name: [value] for name, value in gap_fields(cloze_item(), **given).items()}
    )
    assert kept in cloze.parse_response(cloze_item(), data)


def test_a_number_has_its_tolerance_and_a_text_beside_it_has_none() -> None:
    assert cloze.grade(cloze_item(), RIGHT.replace("3600", "3600.5")) == 1
    assert cloze.grade(cloze_item(), RIGHT.replace("3600", "3601")) < 1
    refused = refused_gaps(verb="save", command="clearsessions", seconds="soon")
    assert "Gap 3: That is not a number." in refused


def test_a_gap_that_is_empty_foreign_or_too_full_is_refused() -> None:
    rest = {"verb": "save", "seconds": "3600"}
    assert "Gap 2 is still empty." in refused_gaps(**rest)
    assert "Gap 2: Type an answer first." in refused_gaps(**rest, command=" ")
    long = "x" * (typed_limit(cloze_item()) + 1)
    assert "Gap 2: That is too long." in refused_gaps(**rest, command=long)
    foreign = refused_gaps(verb="sweep", command="x", seconds="1")
    assert "That does not go into gap 1." in foreign


def test_the_longest_texts_fit_into_a_row() -> None:
    item = cloze_item()
    full = "x" * typed_limit(item)
    response = f"command={full}\nseconds=1\nverb=save"
    assert cloze.is_valid(item, response)
    assert cloze.max_length(item) <= LONGEST_RESPONSE
    assert not cloze.is_valid(item, response.replace(full, f"{full}x"))


def test_right_gaps_stay_filled_and_tries_have_their_reason() -> None:
    response = "command=flush\nseconds=3600.2\nverb=save"
    shown = cloze.present(look(cloze_item(), response))
    gaps = {gap.name: gap for _, gap in shown.pieces if gap}
    assert (gaps["verb"].filled, gaps["verb"].value) == (
        "saves",
        form_value(cloze_item().id, "save"),
    )
    assert (gaps["seconds"].filled, gaps["seconds"].value) == ("3600.2", "3600.2")
    assert (gaps["command"].filled, gaps["command"].verdict) == (None, "wrong")
    assert [(one.letter, one.verdict, one.why) for one in shown.judged] == [
        ("2", "wrong", "That empties everything.")
    ]


def test_nothing_to_type_is_on_the_screen_before_the_end() -> None:
    shown = str(cloze.present(look(cloze_item())))
    assert not [word for word in ("clearsessions", "flush", "3600", "60", "sweep") if word in shown]
    assert set(cloze.display_order(cloze_item(), "0a")) == {"save", "drop"}


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("A [[a]] b", "<p>A | b</p>\n"),
        ("- *[[a]]*\n- [[b]]", "<ul>\n<li><em>|</em></li>\n<li>|</li>\n</ul>\n"),
        ("`x[[a]]`", "<p><code>x|</code></p>\n"),
        ("[[a]](/x)", "<p>|(/x)</p>\n"),
        ("gap_0_gap", "<p>gap_0_gap</p>\n"),
        ("gap_7_gap [[a]]", "<p>gap_7_gap |</p>\n"),
    ],
)
def test_gaps_stand_where_the_text_has_them(text: str, html: str) -> None:
    pieces = text_pieces(text)
    shown = "|".join(str(piece) for piece, _ in pieces)
    assert shown == html
    assert pieces[-1][1] == ""


@pytest.mark.parametrize(
    "text", ["[go [[a]]](/x)", "[go](/x/[[a]])", "[go](/x 'say [[a]] >')", "<b title='[[a]]'>"]
)
def test_no_gap_cuts_a_tag_or_stands_in_a_link(text: str) -> None:
    for piece, _ in text_pieces(text):
        assert piece.count("<") == piece.count(">")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"text": ""}, "There is no gap."),
        ({"text": "[[verb]] [[verb]] [[command]] [[seconds]]"}, "[[verb]] stands here twice."),
        ({"text": "[[verb]] [[command]]"}, "'hour' is for no gap of the text."),
        ({"text": "[[Verb]]"}, "[[Verb]] is no gap."),
        ({"text": "[x [[verb]]](/x) [[command]] [[seconds]]"}, "[[verb]] stands in a link"),
        ({"typed": ["command", "seconds", "x"]}, "'x' is no gap of the text."),
        ({"typed": ["seconds"]}, None),
        ({"typed": ["command"]}, "No gap takes a number. Take the tolerance out."),
    ],
)
def test_what_is_wrong_with_a_text_is_told(change: dict[str, object], says: str | None) -> None:
    found = messages(replace(cloze_item(), **change))
    assert found == [] if says is None else [one for one in found if says in one]


def test_a_gap_to_type_needs_a_right_answer_and_a_gap_to_choose_one_only() -> None:
    choices = cloze_item().choices
    none = {**choices, "sweep": replace(choices["sweep"], right=False, why="So.")}
    assert "Gap 'command': No answer is right. Mark one or more as right." in messages(
        replace(cloze_item(), choices=none)
    )
    two = {**choices, "drop": replace(choices["drop"], right=True)}
    assert "2 choices for the gap 'verb' are right. Mark exactly one as right." in messages(
        replace(cloze_item(), choices=two)
    )


def test_an_answer_that_has_no_room_in_a_response_is_told() -> None:
    gaps = ["a", "b", "c", "d"]
    choices = {gap: Choice(text=gap, right=True, gap=gap) for gap in gaps}
    choices["a"] = Choice(text="x" * 60, right=True, gap="a")
    item = question("cloze", choices, text="[[a]] [[b]] [[c]] [[d]]", typed=gaps)
    assert messages(item) == ["This is too long for a gap. All gaps together leave 47 characters."]
