"""What every kind of question keeps to, and what is particular to each."""

from typing import Any

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from quizzes.bank import SetContent
from quizzes.items import Choice, Item
from quizzes.kinds import KINDS, item_version, kind_of
from quizzes.kinds.blanks import BlanksKind
from quizzes.kinds.choices import ChoicesKind
from quizzes.kinds.kind import LONGEST_RESPONSE
from quizzes.kinds.order import OrderKind
from quizzes.kinds.presenting import LearnerView
from quizzes.kinds.typed import TypedKind
from quizzes.kinds.typed_text import normalize_response, normalize_text
from quizzes.present import shown
from quizzes.sittings import Sitting
from quizzes.states import NotAllowed, State
from tests.quizzes.items import (
    ITEMS,
    blanks_item,
    choices_item,
    fields,
    item,
    number_item,
    order_item,
    responses,
    right_response,
    sent,
    typed_item,
    wrong_responses,
)

choices, blanks, order, typed = ChoicesKind(), BlanksKind(), OrderKind(), TypedKind()
EVERY = pytest.mark.parametrize("question", ITEMS.values(), ids=ITEMS)


def messages(question: Item) -> list[str]:
    return [message for _path, message in kind_of(question).problems(question)]


def refusal(question: Item, query: str) -> str:
    with pytest.raises(NotAllowed) as refused:
        kind_of(question).parse_response(question, QueryDict(query))
    return str(refused.value)


def look(question: Item, *picks: str, seed: str = "0a0b0c0d", **more: Any) -> LearnerView:
    return LearnerView(question, kind_of(question).display_order(question, seed), picks, **more)


# --- Every kind ------------------------------------------------------------------------------


def test_there_is_a_sample_of_every_kind() -> None:
    """But of those that only the learner judges, which are tried in `test_explain`."""
    judged = {name for name, kind in KINDS.items() if not kind.only_behaviour}
    assert {question.kind for question in ITEMS.values()} == judged


@EVERY
def test_a_good_question_has_no_problem(question: Item) -> None:
    assert messages(question) == []


@EVERY
def test_an_answer_that_may_still_change_is_shown_as_it_was_given(question: Item) -> None:
    """In a test, before it is handed in; and nothing of it is judged."""
    kind = kind_of(question)
    for given_as in responses(question):
        response = kind.parse_response(question, sent(question, given_as))
        form = kind.form_data(response)
        assert kind.parse_response(question, form) == response
        content = SetContent(
            1, "course/lesson", "test", "Test", "test", 0, 0, 0, 0, {question.id: question}, {}
        )
        sitting = Sitting("0a0b0c0d", states={question.id: State((response,))})
        assert shown(content, sitting, question, now=0).task == kind.present(
            look(question, draft=form)
        )


@EVERY
def test_a_form_gives_the_response_that_it_shows(question: Item) -> None:
    kind = kind_of(question)
    for response in responses(question):
        parsed = kind.parse_response(question, sent(question, response))
        assert kind.parse_response(question, sent(question, parsed)) == parsed
        assert kind.is_valid(question, parsed)
        assert len(parsed) <= min(kind.max_length(question), LONGEST_RESPONSE)
        assert set(fields(question, parsed)) <= set(kind.field_names(question))


@EVERY
def test_only_the_right_response_is_graded_1(question: Item) -> None:
    kind = kind_of(question)
    assert kind.grade(question, right_response(question)) == 1.0
    for response in wrong_responses(question):
        assert 0 <= kind.grade(question, response) < 1, response


@EVERY
@pytest.mark.parametrize("junk", ["", "nonsense", ",", "=", "right,right", "g0=", "s0,s0", "\x00"])
def test_what_is_no_response_is_worth_nothing(question: Item, junk: str) -> None:
    kind = kind_of(question)
    assert kind.grade(question, junk) == 0
    assert not kind.is_valid(question, junk) or question.kind == "typed"


@EVERY
def test_an_empty_form_is_refused_with_what_to_do(question: Item) -> None:
    assert "No try was taken." in refusal(question, "")
    empty = "&".join(f"{name}=" for name in kind_of(question).field_names(question))
    assert "No try was taken." in refusal(question, empty)


@EVERY
def test_foreign_fields_and_huge_ones_are_refused(question: Item) -> None:
    for value in ("foreign", "x" * 100_000, "\x00", "<b>", "-1", "0", "99", "1.5"):
        query = "&".join(f"{name}={value}" for name in kind_of(question).field_names(question))
        if question.kind == "typed" and len(value) < 100 and value != "\x00":
            continue  # whatever is typed is an answer, be it a wrong one
        assert "No try was taken." in refusal(question, query), value


@EVERY
def test_what_is_shown_before_an_answer_does_not_depend_on_what_is_right(question: Item) -> None:
    kind, seen = kind_of(question), look(question)
    turned = dict(reversed(question.choices.items()))
    changed = {key: replace(one, right=not one.right, why="?") for key, one in turned.items()}
    if question.kind == "order":
        changed = turned
    if question.kind == "typed":
        changed = {"other": Choice(text="Something else", right=True)}
    other = replace(question, choices=changed, hints=[], steps=[])
    assert kind.present(seen) == kind.present(LearnerView(other, seen.keys))


@EVERY
def test_all_reasons_are_shown_at_the_end_and_not_before(question: Item) -> None:
    kind = kind_of(question)
    reasons = [one.why for one in question.choices.values() if one.why]
    before, after = (
        str(kind.present(look(question))),
        look(question, wrong_responses(question)[0], finished=True),
    )
    assert not [why for why in reasons if why in before]
    assert not [why for why in reasons if why not in str(kind.present(after))]


@EVERY
def test_a_draft_is_shown_again(question: Item) -> None:
    kind = kind_of(question)
    response = wrong_responses(question)[0]
    draft = kind.present(look(question, draft=sent(question, response)))
    assert draft != kind.present(look(question))


@EVERY
def test_the_order_on_the_screen_is_the_sittings(question: Item) -> None:
    kind = kind_of(question)
    orders = {tuple(kind.display_order(question, f"{seed:08x}")) for seed in range(50)}
    assert kind.display_order(question, "0000002a") == kind.display_order(question, "0000002a")
    assert len(orders) > 1 or question.kind == "typed"
    assert all(set(keys) <= set(question.choices) for keys in orders)


@EVERY
def test_a_typo_mended_keeps_the_version_and_another_right_answer_does_not(question: Item) -> None:
    mended = {key: replace(one, why=f"{one.why}!") for key, one in question.choices.items()}
    same = replace(question, prompt="Which one?", choices=mended)
    assert item_version(same) == item_version(question)
    changed = {key: replace(one, right=not one.right) for key, one in question.choices.items()}
    if question.kind == "order":
        changed = dict(reversed(question.choices.items()))
    assert item_version(replace(question, choices=changed)) != item_version(question)


@EVERY
def test_fields_of_another_kind_are_a_problem(question: Item) -> None:
    if question.kind != "blanks":
        gap = {key: replace(one, gap="g0") for key, one in question.choices.items()}
        assert any(
            "`gap` has no meaning" in one for one in messages(replace(question, choices=gap))
        )
        assert any("`code` has no meaning" in one for one in messages(replace(question, code="x")))
    if question.kind != "typed":
        off = replace(question, tolerance=1.0)
        assert any("`tolerance` has no meaning" in one for one in messages(off))


def test_keys_that_no_row_can_hold_are_a_problem() -> None:
    long = {f"{'k' * 45}-{n}": Choice(text=f"Do {n}", why="So.") for n in range(9)}
    assert "The keys are too long" in messages(replace(order_item(), choices=long))[0]


# --- Several choices -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("response", "grade"),
    [
        ("right-0,right-1", 1.0),
        ("right-0", 0.5),
        ("right-0,right-1,wrong-0", 0.5),
        ("right-0,wrong-0", 0.0),
        ("wrong-0,wrong-1", 0.0),
        ("right-0,right-1,wrong-0,gone", 0.0),
    ],
)
def test_a_wrong_choice_takes_a_right_one_back_and_never_more(response: str, grade: float) -> None:
    assert choices.grade(choices_item(), response) == grade


def test_all_choices_at_once_are_no_answer() -> None:
    everything = "&".join(f"choice={key}" for key in choices_item().choices)
    assert "All of them is never right" in refusal(choices_item(), everything)


def test_a_choice_that_comes_twice_is_refused() -> None:
    assert "An answer came twice" in refusal(choices_item(), "choice=right-0&choice=right-0")


def test_what_was_chosen_is_told_and_what_was_not_is_not() -> None:
    shown = choices.present(look(choices_item(), "right-0,wrong-1"))
    verdicts = {one.key: one.verdict for one in shown}
    assert verdicts == {"right-0": "right", "wrong-1": "wrong", "right-1": "", "wrong-0": ""}
    assert choices.describe_result(choices_item(), "right-0,wrong-1") == (
        "Of the 2 you chose, 1 is wrong. Something is missing."
    )
    assert (
        choices.describe_result(choices_item(), "right-0")
        == "What you chose is right. Something is missing."
    )


def test_a_right_choice_that_was_left_out_says_so_at_the_end() -> None:
    shown = choices.present(look(choices_item(), "right-0", finished=True))
    assert {one.key: one.note for one in shown if one.note} == {"right-1": "You left this one out."}


def test_several_choices_need_two_right_ones_and_a_wrong_one() -> None:
    assert "Right choices: 1." in messages(choices_item(right=1))[0]
    assert "All choices are right." in messages(choices_item(wrong=0))[0]


# --- Gaps ------------------------------------------------------------------------------------


def test_a_gap_takes_its_own_options_only() -> None:
    foreign = "gap-g0=g1-right&gap-g1=g1-right"
    assert "That does not go into gap 1." in refusal(blanks_item(), foreign)
    assert "Gap 2 is still empty." in refusal(blanks_item(), "gap-g0=g0-right")
    twice = "gap-g0=g0-right&gap-g0=g0-wrong-0&gap-g1=g1-right"
    assert "That does not go into gap 1." in refusal(blanks_item(), twice)


def test_each_right_gap_counts_and_stays_filled() -> None:
    response = "g0=g0-right,g1=g1-wrong-1"
    assert blanks.grade(blanks_item(), response) == 0.5
    assert blanks.describe_result(blanks_item(), response) == "1 of 2 gaps is right."
    shown = blanks.present(look(blanks_item(), response))
    (_, filled), (_, open_gap), (_, end) = shown.pieces
    assert (filled.filled, filled.options, filled.verdict) == ("right_g0", [], "right")
    assert {option.key for option in open_gap.options} == {"g1-right", "g1-wrong-0"}
    assert (open_gap.filled, open_gap.key, end) == ("", "", None)
    assert [(one.key, one.verdict) for one in shown.told] == [("g1-wrong-1", "wrong")]


def test_a_gap_may_lie_inside_a_string() -> None:
    shown = blanks.present(look(blanks_item()))
    html = "".join(f"{piece}{gap.name if gap else ''}" for piece, gap in shown.pieces)
    assert html.count("<span") == html.count("</span>")
    assert "x0" in html
    assert "[[" not in html


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"code": ""}, "There is no gap."),
        ({"code": "x = [[g0]]\ny = [[g0]]\nz = [[g1]]"}, "[[g0]] stands here twice."),
        ({"code": "x = [[g0]]"}, "'g1-wrong-0' is for no gap of the code. Its gaps: g0."),
        ({"code": "x = [[g0]] [[g1]]"}, "the code does not run: invalid syntax."),
        ({"code": "x = [[g0]]; [[g1]]; [[g2]]"}, "The gap 'g2' has too few choices."),
    ],
)
def test_what_is_wrong_with_gaps_is_told(change: dict[str, str], says: str) -> None:
    assert [one for one in messages(replace(blanks_item(), **change)) if says in one]


def test_an_option_is_code_and_one_of_a_gap_is_right() -> None:
    good = blanks_item().choices
    plain = {**good, "g0-right": replace(good["g0-right"], text="plain")}
    assert messages(replace(blanks_item(), choices=plain)) == [
        "An option is code. Write it between backticks."
    ]
    two = {**good, "g0-wrong-0": replace(good["g0-wrong-0"], right=True)}
    assert messages(replace(blanks_item(), choices=two)) == [
        "2 choices for the gap 'g0' are right. Mark exactly one as right."
    ]


# --- Order -----------------------------------------------------------------------------------


@given(st.integers(min_value=0, max_value=2**32 - 1), st.integers(min_value=2, max_value=4))
def test_steps_are_never_shown_in_their_right_order(seed: int, count: int) -> None:
    question = order_item(count=count)
    assert order.display_order(question, f"{seed:08x}") != list(question.choices)


@pytest.mark.parametrize(
    ("response", "grade"),
    [("s0,s1,s2,s3", 1.0), ("s0,s1,s3,s2", 0.5), ("s0,s2,s3,s1", 0.25), ("s3,s2,s1,s0", 0.0)],
)
def test_each_step_in_its_place_counts(response: str, grade: float) -> None:
    assert order.grade(order_item(), response) == grade


@pytest.mark.parametrize(
    ("places", "says"),
    [
        (("1", "2", "3", ""), "A step has no place yet."),
        (("1", "2", "3", "3"), "Two steps have place 3."),
        (("1", "2", "3", "5"), "There is no such place. Use 1 to 4."),
        (("1", "2", "3", "0"), "There is no such place."),
        (("1", "2", "3", "٤"), "There is no such place."),
    ],
)
def test_places_that_make_no_order_are_refused(places: tuple[str, ...], says: str) -> None:
    query = "&".join(f"place-s{number}={place}" for number, place in enumerate(places))
    assert says in refusal(order_item(), query)


def test_steps_in_place_are_held_and_give_no_reason_before_the_end() -> None:
    shown = order.present(look(order_item(), "s0,s2,s1,s3"))
    assert [(step.key, step.held) for step in shown.steps] == [
        ("s0", True),
        ("s2", False),
        ("s1", False),
        ("s3", True),
    ]
    assert shown.places == [2, 3]
    assert all(step.why is None for step in shown.steps)
    assert order.describe_result(order_item(), "s0,s2,s1,s3") == "2 of 4 steps are in place."


def test_after_the_end_the_steps_stand_in_order_with_where_they_were() -> None:
    shown = order.present(look(order_item(), "s0,s2,s1,s3", finished=True))
    assert [(step.key, step.had, step.verdict) for step in shown.steps] == [
        ("s0", 1, "right"),
        ("s1", 3, "wrong"),
        ("s2", 2, "wrong"),
        ("s3", 4, "right"),
    ]


def test_steps_need_reasons_and_no_mark() -> None:
    marked = {key: replace(one, right=True) for key, one in order_item().choices.items()}
    assert "Take out `right`." in messages(replace(order_item(), choices=marked))[0]
    bare = {key: replace(one, why="") for key, one in order_item().choices.items()}
    assert "Say why it stands there." in messages(replace(order_item(), choices=bare))[0]


# --- Typed -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["clearsessions", " ClearSessions ", "`clearsessions`", "\u201cclearsessions\u201d"]
)
def test_case_spacing_and_quotes_make_no_difference(text: str) -> None:
    assert typed.parse_response(typed_item(), sent(typed_item(), text)) == "clearsessions"


@given(st.text(max_size=100))
def test_a_text_made_uniform_stays_as_it_is(text: str) -> None:
    assert normalize_text(normalize_text(text)) == normalize_text(text)


@pytest.mark.parametrize(
    ("text", "response"),
    [
        ("3600", "3600"),
        ("3,600", "3600"),
        ("3 600", "3600"),
        ("3_600.50", "3600.5"),
        ("0,5", "0.5"),
        ("0,500", "0.5"),
        ("+7", "7"),
        ("-0", "0"),
        ("\uff13\uff16", "36"),
    ],
)
def test_a_number_may_be_written_in_many_ways(text: str, response: str) -> None:
    assert normalize_response(text, number=True) == response


@pytest.mark.parametrize(
    "text", ["an hour", "1e9", "nan", "inf", "1.2.3", "9" * 30, "--1", "3600s"]
)
def test_what_is_no_number_is_refused(text: str) -> None:
    assert "That is not a number." in refusal(number_item(), f"typed={text}")


@pytest.mark.parametrize(
    ("text", "grade"), [("3600.5", 1), ("3599.5", 1), ("3600.51", 0), ("60", 0)]
)
def test_a_number_may_be_off_by_the_tolerance(text: str, grade: float) -> None:
    assert typed.grade(number_item(), text) == grade


def test_an_expected_wrong_answer_tells_its_reason_and_no_other_does() -> None:
    told = typed.present(look(typed_item(), "flush", "rinse")).told
    assert [(one.verdict, str(one.why or "")) for one in told] == [
        ("wrong", "That empties everything."),
        ("wrong", ""),
    ]


def test_what_was_typed_is_escaped() -> None:
    (part,) = typed.present(look(typed_item(), "<b>x</b>")).told
    assert part.text == "<code>&lt;b&gt;x&lt;/b&gt;</code>"


@pytest.mark.parametrize(
    ("choices", "says"),
    [
        ({"a": Choice(text="x", why="No.")}, "No answer is right."),
        ({"a": Choice(text="``", right=True)}, "Nobody can type this."),
        ({"a": Choice(text="y" * 81, right=True)}, "Nobody can type this."),
        (
            {"a": Choice(text="Yes", right=True), "b": Choice(text="`yes`", right=True)},
            "the same as 'a'",
        ),
    ],
)
def test_answers_that_nobody_can_type_or_tell_apart_are_told(
    choices: dict[str, Choice], says: str
) -> None:
    assert says in messages(replace(typed_item(), choices=choices))[0]


def test_a_wrong_number_within_the_tolerance_is_told() -> None:
    assert "counts as the same as 'hour'" in messages(number_item(tolerance=4000))[0]


def test_a_hint_that_names_an_answer_is_told() -> None:
    shown = replace(typed_item(), hints=["Not [[flush]]."])
    assert "The hint shows an answer." in messages(shown)[0]


def test_one_choice_alone_asks_nothing() -> None:
    assert "too few choices" in messages(item(wrong=0))[0]
