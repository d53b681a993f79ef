"""The checker finds each way to break the promise, and nothing where it is kept."""

import pytest

from promise.checker import DISAGREES, DOUBLED, LOST, OUT_OF_ORDER
from tests.promise.logs import LEARNER, PATH, MadeUp


@pytest.fixture
def run() -> MadeUp:
    """A hint, an answer, and an answer to another question."""
    made_up = MadeUp()
    made_up.do("hint", "one")
    made_up.do("answer", "one")
    made_up.do("answer", "two")
    return made_up


def test_nothing_is_found_where_all_is_kept(run: MadeUp) -> None:
    assert run.check() == []


@pytest.mark.parametrize("place", [0, 1, 2])
def test_what_has_no_row_is_lost(run: MadeUp, place: int) -> None:
    del run.rows[place]
    assert LOST in run.kinds()


def test_what_another_learner_has_is_lost(run: MadeUp) -> None:
    run.spoil(1, learner="ben")
    assert LOST in run.kinds()


def test_what_was_acknowledged_to_a_learner_that_the_browser_is_no_more_is_lost() -> None:
    run = MadeUp(learner="ben")
    run.do("answer", "one")
    assert LOST in run.kinds()


def test_what_nobody_acknowledged_may_be_kept_or_not(run: MadeUp) -> None:
    del run.acknowledged[2]
    assert run.check() == []
    del run.rows[2]
    assert run.check() == []


def test_a_form_that_is_sent_again_is_one_answer(run: MadeUp) -> None:
    run.acknowledge_again(run.sent[1])
    assert run.check() == []


def test_two_rows_of_one_form_are_a_double(run: MadeUp) -> None:
    run.rows.append(run.rows[1])
    assert DOUBLED in run.kinds()


def test_an_answer_that_nobody_sent_is_a_double(run: MadeUp) -> None:
    run.spoil(1, key="made up by the site")
    assert run.kinds() >= {DOUBLED, LOST}


def test_an_event_counts_once_however_often_its_form_is_sent(run: MadeUp) -> None:
    run.acknowledge_again(run.sent[0])
    assert run.check() == []
    run.rows.append(run.rows[0])
    assert DOUBLED in run.kinds()


def test_a_hint_counts_once_in_each_attempt(run: MadeUp) -> None:
    run.do("began", sitting="second")
    run.do("hint", "one", sitting="second")
    scores = {PATH: "0 answered, 0 right"}
    assert run.check(scores=scores, rebuilt=scores) == []
    run.rows.pop()
    assert LOST in run.kinds(scores=scores, rebuilt=scores)


def test_a_beginning_that_counts_twice_is_a_double(run: MadeUp) -> None:
    run.acknowledge_again(run.do("began", sitting="second"))
    scores = {PATH: "0 answered, 0 right"}
    assert run.check(scores=scores, rebuilt=scores) == []
    run.rows.append(run.rows[-1])
    assert DOUBLED in run.kinds()


def test_rows_in_another_order_than_they_were_acknowledged_are_found(run: MadeUp) -> None:
    run.spoil(1, order=(9,))
    assert run.kinds() == {OUT_OF_ORDER}


def test_what_was_under_way_at_the_same_time_has_no_order(run: MadeUp) -> None:
    run.acknowledge_again(run.do("answer", "three"))
    run.spoil(1, order=(2.5,))
    run.spoil(2, order=(2.4,))
    late = run.acknowledged[1]
    run.acknowledged[1] = type(late)(late.action, LEARNER, late.sent, received=3.2)
    assert OUT_OF_ORDER not in run.kinds()


@pytest.mark.parametrize(
    "ending",
    [
        {"answers": 1},
        {"rebuilt": {PATH: "1 answered, 1 right"}},
        {"scores": {PATH: "1 answered, 1 right"}, "rebuilt": {PATH: "1 answered, 1 right"}},
        {"downloaded": ("key-2",)},
        {"downloaded": ("key-2", "key-3", "key-3")},
    ],
)
def test_pages_that_say_something_else_than_the_rows_are_found(
    run: MadeUp, ending: dict[str, object]
) -> None:
    assert run.kinds(**ending) == {DISAGREES}
