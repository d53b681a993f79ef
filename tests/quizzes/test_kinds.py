"""What every kind of question keeps to."""

from collections.abc import Iterator
from contextlib import suppress

import pytest
from msgspec.structs import replace

from quizzes.attempts.attempt import Attempt
from quizzes.attempts.saved import SavedAttempt
from quizzes.bank import SetContent
from quizzes.kinds import KINDS, item_version, kind_of, kind_of_form
from quizzes.kinds.kind import LONGEST_RESPONSE
from quizzes.kinds.presenting import LearnerView
from quizzes.kinds.tally import JudgedResponse
from quizzes.question_presenter import present_question
from quizzes.schema import Choice, Item
from quizzes.states import State
from tests.quizzes.items import (
    ITEMS,
    fields,
    item,
    order_item,
    question,
    responses,
    right_response,
    sent,
    wrong_responses,
)
from tests.quizzes.kinds import look, messages, refusal

EVERY = pytest.mark.parametrize("question", ITEMS.values(), ids=ITEMS)


def turned(question: Item) -> Item:
    """The question with something else right, and nothing that helps."""
    backwards = dict(reversed(question.choices.items()))
    changed = {key: replace(one, right=not one.right, why="?") for key, one in backwards.items()}
    if question.kind == "order":
        changed = backwards
    if question.kind == "typed":
        changed = {"other": Choice(text="Something else", right=True)}
    if question.kind == "match":
        changed = mixed_up(question)
    return replace(question, choices=changed, hints=[], steps=[])


def mixed_up(question: Item) -> dict[str, Choice]:
    """The choices of `match` with other pairs of the same parts."""
    others = [*question.choices.values()][1:] + [*question.choices.values()][:1]
    pairs = zip(question.choices.items(), others, strict=True)
    return {key: replace(one, match=other.match, why="?") for (key, one), other in pairs}


def judged(question: Item, given: list[str]) -> list[JudgedResponse]:
    return [JudgedResponse(one, kind_of(question).grade(question, one) == 1) for one in given]


def test_there_is_a_sample_of_every_kind() -> None:
    """But of those that only the learner judges, which are tried in `test_explain`."""
    names = {name for name, kind in KINDS.items() if not kind.self_assessed}
    assert {question.kind for question in ITEMS.values()} == names


@EVERY
def test_a_good_question_has_no_problem(question: Item) -> None:
    assert messages(question) == []


@EVERY
def test_an_answer_that_may_still_change_is_shown_as_it_was_given(question: Item) -> None:
    """In a test, before it is handed in; and nothing of it is judged."""
    kind = kind_of(question)
    for given_as in responses(question):
        response = kind.parse_response(question, sent(question, given_as))
        form = kind.form_data(question, response)
        assert kind.parse_response(question, form) == response
        content = SetContent(
            1, "course/lesson", "test", "Test", "test", 0, 0, 0, 0, {question.id: question}, {}
        )
        saved = SavedAttempt("0a0b0c0d", states={question.id: State((response,))})
        presented = present_question(Attempt(content, saved, now=0), question)
        assert presented.task == kind.present(look(question, draft=form))


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
    other = turned(question)
    assert kind.present(seen) == kind.present(LearnerView(other, seen.keys))


@EVERY
def test_a_tally_before_the_answer_does_not_depend_on_what_is_right(question: Item) -> None:
    kind, given = kind_of(question), judged(question, responses(question)[:6])
    keys, other = kind.display_order(question, "0a0b0c0d"), turned(question)
    before = kind.tally(question, given, keys, revealed=False)
    assert before == kind.tally(other, judged(other, responses(question)[:6]), keys, False)
    assert "verdict='right'" not in str(before)


@EVERY
def test_a_tally_counts_what_was_given(question: Item) -> None:
    kind, keys = kind_of(question), kind_of(question).display_order(question, "0a0b0c0d")
    right = judged(question, [right_response(question)] * 3)
    for tally in kind.tally(question, right, keys, revealed=True):
        assert {row.count for row in tally.rows if row.verdict == "right"} >= {3}
        assert all(row.count == 0 for row in tally.rows if row.verdict == "wrong")


@EVERY
def test_blind_choice_is_right_in_no_more_than_half(question: Item) -> None:
    assert 0 <= kind_of(question).chance_level(question) <= 0.5


@EVERY
def test_what_is_carried_elsewhere_has_the_same_right_answers(question: Item) -> None:
    carried = kind_of(question).portable(question)
    if carried is None:
        assert question.kind == "blanks"
        return
    assert kind_of_form(carried.form) is kind_of(question)
    if question.kind in ("match", "cloze"):
        answers = [answer for gap in carried.gaps for answer in gap.answers]
        assert len(carried.pairs) + len(answers) == len(question.choices)
        return
    right = {one.text.strip("`") for one in question.choices.values() if one.right}
    assert {answer.text.strip("`") for answer in carried.right_answers} == right
    assert len(carried.answers) == len(question.choices)


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
    if question.kind == "match":
        changed = mixed_up(question)
    assert item_version(replace(question, choices=changed)) != item_version(question)


@EVERY
def test_fields_of_another_kind_are_a_problem(question: Item) -> None:
    if question.kind not in ("blanks", "cloze"):
        gap = {key: replace(one, gap="g0") for key, one in question.choices.items()}
        assert any(
            "`gap` has no meaning" in one for one in messages(replace(question, choices=gap))
        )
    if question.kind != "blanks":
        assert any("`code` has no meaning" in one for one in messages(replace(question, code="x")))
    if question.kind != "cloze":
        cloze = messages(replace(question, text="x", typed=["x"]))
        assert any("`text` has no meaning" in one for one in cloze)
        assert any("`typed` has no meaning" in one for one in cloze)
    if question.kind != "match":
        pairs = {key: replace(one, match="x") for key, one in question.choices.items()}
        said = messages(replace(question, choices=pairs))
        assert any("`match` has no meaning" in one for one in said)
    if question.kind not in ("typed", "cloze"):
        off = replace(question, tolerance=1.0)
        assert any("`tolerance` has no meaning" in one for one in messages(off))
        told = messages(replace(question, capitals=True))
        assert any("`capitals` has no meaning" in one for one in told)


def test_keys_that_no_row_can_hold_are_a_problem() -> None:
    long = {f"{'k' * 45}-{n}": Choice(text=f"Do {n}", why="So.") for n in range(9)}
    assert "The keys are too long" in messages(replace(order_item(), choices=long))[0]


def test_a_choice_without_a_text_is_a_problem() -> None:
    bare = {**item().choices, "bare": Choice(why="So.")}
    assert "'text' is missing. Add it." in messages(replace(item(), choices=bare))


def test_one_choice_alone_asks_nothing() -> None:
    assert "too few choices" in messages(item(wrong=0))[0]


HALVES = {
    "nothing": {},
    "one choice": {"a": Choice(text="a")},
    "nothing right": {"a": Choice(text="1"), "b": Choice(text="2")},
    "all right": {"a": Choice(text="a", right=True), "b": Choice(text="b", right=True)},
    "half of a pair": {"a": Choice(text="a"), "b": Choice(match="b"), "c": Choice(why="c")},
    "gaps that the code lacks": {"a": Choice(text="a", right=True, gap="x"), "b": Choice(text="b")},
}


@pytest.mark.parametrize("code", ["", "x = [[x]]", "[[y]] [["])
@pytest.mark.parametrize("choices", HALVES.values(), ids=HALVES)
@pytest.mark.parametrize("name", KINDS)
def test_half_of_a_question_is_shown_counted_and_carried_as_far_as_it_goes(
    name: str, choices: dict[str, Choice], code: str
) -> None:
    """An author looks at it while writing. What does not work yet is a problem, and no error."""
    kind, half = KINDS[name], question(name, choices, code=code, text=code, typed=["x"])
    keys = kind.display_order(half, "seed")
    given = ["", "a", "junk", *example_responses(half)]
    for responses_so_far in ([], *([response] for response in given)):
        for finished in (False, True):
            kind.present(LearnerView(half, keys, tuple(responses_so_far), finished))
    for revealed in (False, True):
        kind.tally(half, judged(half, given), keys, revealed)
    assert 0 <= kind.chance_level(half) <= 1
    assert kind.response_count(half) >= 0
    kind.portable(half)
    messages(half)


def example_responses(half: Item) -> Iterator[str]:
    """Those that can be given already."""
    for right in (True, False):
        with suppress(StopIteration, IndexError):
            yield kind_of(half).example_response(half, right)
