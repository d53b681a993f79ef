"""Two choices that look the same can't be told apart, however differently they are written."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from msgspec.structs import replace

from learn.markdown import render, render_inline
from packs.look_alikes import is_one_right, look_alikes, look_of
from packs.rules import refused_problems
from quizzes.models import Question
from quizzes.schema import Choice, Item
from tests.packs.folder import QUIZ, edit, load, refusal
from tests.quizzes.items import ITEMS, blanks_item, order_item, question
from tests.studio.panel import add_question, assert_saved, new_choices
from tests.words import told

PROGRAM = "```python\nif x:\n    y = 1\nz = 2\n```"
INDENTED = PROGRAM.replace("z = 2", "    z = 2")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("4", " 4 "),
        ("a  b", "a\nb"),
        ("a b", "a\u00a0b"),
        ("&lt;b&gt;", "\\<b>"),
        ("&amp;", "&"),
        ("*so*", "_so_"),
        ("cafe\u0301", "caf\u00e9"),
        ("ses\u00adsion", "session"),
        ("a\u200bb", "ab"),
        ("[here](/why/)", "[here](/deep/)"),
        ("`a  b`", "`a b`"),
    ],
)
def test_what_is_written_differently_may_look_the_same(one: str, other: str) -> None:
    assert look_of(render_inline(one)) == look_of(render_inline(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("No", "no"),
        ("No.", "No"),
        ("`flush`", "flush"),
        ("**not** so", "not so"),
        ("*so*", "**so**"),
        ("&lt;code&gt;x&lt;/code&gt;", "`x`"),
        ("&amp;lt;", "&lt;"),
        ("-5", "\u22125"),
        ("\U0001f468\u200d\U0001f469", "\U0001f468\U0001f469"),
    ],
)
def test_what_looks_different_is_different(one: str, other: str) -> None:
    assert look_of(render_inline(one)) != look_of(render_inline(other))


def test_lines_and_indents_of_code_are_seen_where_code_is_a_block() -> None:
    assert look_of(render(PROGRAM)) != look_of(render(INDENTED))
    assert look_of(render(PROGRAM)) == look_of(render(PROGRAM.replace("y = 1", "y = 1 ")))
    assert look_of(render(PROGRAM)) == look_of(render(PROGRAM.replace("python", "text")))
    assert look_of(render("one\n\ntwo")) != look_of(render("one two"))


def alike(item: Item) -> list[tuple[str, str, bool]]:
    return [(key, other, is_one_right(item, key, other)) for key, other in look_alikes(item)]


def with_texts(item: Item, **texts: str) -> Item:
    written = {key.replace("_", "-"): text for key, text in texts.items()}
    choices = {
        key: replace(choice, text=written.get(key, choice.text))
        for key, choice in item.choices.items()
    }
    return replace(item, choices=choices)


@pytest.mark.parametrize("kind", ITEMS)
def test_no_choices_of_a_good_question_look_alike(kind: str) -> None:
    assert alike(ITEMS[kind]) == []


def test_a_right_and_a_wrong_choice_that_look_alike_matter() -> None:
    item = with_texts(ITEMS["choice"], right="4", wrong_1=" 4")
    assert alike(item) == [("right", "wrong-1", True)]
    [(path, _, message)] = refused_problems(item)
    assert path == ("choices", "wrong-1", "text")
    assert message.startswith("Learners can't tell this from 'right'")


def test_two_wrong_ones_and_two_right_ones_don_t() -> None:
    assert alike(with_texts(ITEMS["choice"], wrong_0="4", wrong_1="4")) == [
        ("wrong-0", "wrong-1", False)
    ]
    item = with_texts(ITEMS["choices"], right_0="4", right_1="4")
    assert alike(item) == [("right-0", "right-1", False)]
    assert list(refused_problems(item)) == []


def test_two_steps_that_look_alike_matter_since_each_has_its_place() -> None:
    assert alike(with_texts(order_item(), s0="Save", s2="Save")) == [("s0", "s2", True)]


def test_the_same_option_may_be_right_in_one_gap_and_wrong_in_another() -> None:
    item = blanks_item()
    assert alike(with_texts(item, g0_right="`x`", g1_wrong_0="`x`")) == []
    assert alike(with_texts(item, g0_right="`x`", g0_wrong_0="` x `")) == [
        ("g0-wrong-0", "g0-right", True)
    ]


def test_points_of_a_checklist_are_on_no_list_to_choose_from() -> None:
    points = {"a": Choice(text="It is kept"), "b": Choice(text="It is kept")}
    assert alike(question("explain", points, check="So.")) == []


# --- In a pack ---------------------------------------------------------------------------------

TWICE = """  - id: new
    level: easy
    kind: choice
    prompt: Which one is even?
    choices:
      four: {text: "4", right: true}
      five: {text: "5", why: No.}
      other: {text: "4 ", why: "No, really?"}
      six: {text: "6", why: No.}
"""


def put_first(folder: Path, block: str) -> int:
    """The line (from 1) of the set's file at which the question begins."""
    text = edit(folder, QUIZ, "questions:\n", f"questions:\n{block}\n")
    return text.count("\n", 0, text.index("id: new")) + 1


def test_a_pack_with_a_question_that_nobody_can_answer_is_not_loaded(
    db: None, short_pack: Path
) -> None:
    line = put_first(short_pack, TWICE) + 7
    [problem] = refusal(short_pack)
    assert problem.startswith(f"{QUIZ}:{line}: Learners can't tell this from 'four'")


def test_two_wrong_choices_that_look_alike_are_advice(small_course: None, short_pack: Path) -> None:
    line = put_first(short_pack, TWICE.replace('"4 "', '"5 "')) + 7
    load(short_pack)
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("checkcourse", short_pack, stdout=out, stderr=StringIO())
    [problem] = [line for line in out.getvalue().splitlines() if "looks the same" in line]
    assert f"{QUIZ}:{line}: This looks the same as 'five'." in problem


# --- In the panel ------------------------------------------------------------------------------


def two(right: str, wrong: str) -> dict[str, str]:
    return new_choices(
        this={"right": "on", "text": right, "why": ""}, that={"text": wrong, "why": "No."}
    )


def test_a_question_that_nobody_can_answer_is_not_published(
    instructor: Client, purpose: Question
) -> None:
    reply = add_question(instructor, purpose, two("&lt;b&gt;", "\\<b>"), _publish="on")
    assert "Choice that, text: Learners can't tell this from 'this'" in told(reply)
    assert not Question.objects.filter(slug="new")
    assert_saved(add_question(instructor, purpose, two("&lt;b&gt;", "`<b>`"), _publish="on"))
    assert Question.objects.get(slug="new").published
