"""What is told of questions and sets: the figures, and which answers count."""

import statistics
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import formulas, question_report, set_report, verdicts
from analysis.figures import Share
from analysis.formulas import Pair
from quizzes.models import QuestionSet
from tests.analysis.made_up import answers_of, keep
from tests.analysis.table import Table

CLOSE = 1e-9


# --- The figures, counted again from the rows by other means -----------------------------------


def test_a_set_is_as_counted_again_from_the_rows(practice: QuestionSet) -> None:
    keep(answers_of(practice, 400))
    told, table = set_report.report_set(practice), Table(practice)
    for figures in told.questions:
        here = [
            row[figures.question.pk] for row in table.rows.values() if figures.question.pk in row
        ]
        assert figures.right == Share(sum(one.right for one in here), len(here))
        xs, rests = table.pairs(figures.question, lambda one: one.right)
        assert figures.discrimination.of == len(xs)
        assert figures.discrimination.r == pytest.approx(
            statistics.correlation(xs, rests), abs=CLOSE
        )
        times = [one.milliseconds for one in here if one.milliseconds is not None]
        assert figures.milliseconds == pytest.approx(statistics.median(times), abs=CLOSE)
    complete = table.complete()
    sums = [sum(row) for row in complete]
    assert told.totals == dict(sorted(Counter(sums).items()))
    assert told.mean == pytest.approx(statistics.mean(sums), abs=CLOSE)
    # Cronbach's alpha from the variances of its definition; KR-20 is what it is for right or wrong.
    columns = list(zip(*complete, strict=True))
    within = sum(map(statistics.pvariance, columns)) / statistics.pvariance(sums)
    assert told.alpha == pytest.approx(len(columns) / (len(columns) - 1) * (1 - within), abs=CLOSE)
    assert told.completed == Share(len(complete), len(table.rows))


def test_where_people_stop_is_counted(practice: QuestionSet) -> None:
    keep(answers_of(practice, 300))
    table = Table(practice)
    lasts = Counter(max(row.values(), key=lambda one: one.created).question_id
                    for row in table.rows.values() if len(row) < len(table.questions))  # fmt: skip
    for stopped in set_report.report_set(practice).stopped:
        came = sum(stopped.question.pk in row for row in table.rows.values())
        assert stopped.share == Share(lasts[stopped.question.pk], came)


def test_a_question_is_as_counted_again_from_the_rows(practice: QuestionSet) -> None:
    keep(answers_of(practice, 400))
    question = practice.questions.get(slug="purpose")
    told, table = question_report.report_question(question), Table(practice)
    here = table.answers(question)
    for choice in told.choices:
        assert choice.drew == Share(sum(one.response == choice.key for one in here), len(here))
        xs, rests = table.pairs(question, lambda one, key=choice.key: one.response == key)
        assert choice.discrimination.r == pytest.approx(
            statistics.correlation(xs, rests), abs=CLOSE
        )
        assert sum(third.count for third in choice.thirds) == sum(xs)
    said = dict(told.sureness)
    sure = [one for one in here if one.certainty == 3]
    assert said["sure"] == Share(sum(one.right for one in sure), len(sure))
    assert dict(told.hints) == {
        number: Share(sum(one.hints == number for one in here), len(here)) for number in range(3)
    }


@given(
    st.lists(
        st.tuples(st.booleans(), st.integers(0, 4), st.integers(1, 5)), min_size=2, max_size=30
    )
)
def test_counted_pairs_correlate_as_the_single_ones_do(cells: list[tuple[bool, int, int]]) -> None:
    singles = [(float(x), float(y)) for x, y, count in cells for _ in range(count)]
    xs, ys = zip(*singles, strict=True)
    found = formulas.correlation(Pair(x, y, count) for x, y, count in cells)
    if len(set(xs)) < 2 or len(set(ys)) < 2:
        assert found is None
    else:
        assert found == pytest.approx(statistics.correlation(xs, ys), abs=CLOSE)


@given(st.lists(st.lists(st.booleans(), min_size=4, max_size=4), min_size=2, max_size=40))
def test_kr20_is_cronbachs_alpha_of_right_and_wrong(table: list[list[bool]]) -> None:
    sums = [sum(row) for row in table]
    columns = [list(map(int, column)) for column in zip(*table, strict=True)]
    found = formulas.kr20([statistics.mean(column) for column in columns], Counter(sums))
    if len(set(sums)) < 2:
        assert found is None
    else:
        within = sum(map(statistics.pvariance, columns)) / statistics.pvariance(sums)
        assert found == pytest.approx(4 / 3 * (1 - within), abs=1e-7)


@pytest.mark.parametrize(
    ("successes", "of", "low", "high"),
    [  # R. G. Newcombe, Statistics in Medicine 17 (1998), table I, method 3
        (81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)  # fmt: skip
def test_wilsons_interval_is_as_published(successes: int, of: int, low: float, high: float) -> None:
    found = formulas.wilson(successes, of)
    assert found is not None
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def test_fishers_interval_is_as_computed_by_hand() -> None:
    """r = 0.5 of 103: z = 0.549306, 1.959964 / 10 either way."""
    found = formulas.fisher(0.5, 103)
    assert found is not None
    assert tuple(found) == pytest.approx((0.3393, 0.6323), abs=5e-5)
    assert formulas.fisher(0.5, 3) is None


# --- Which answers count -----------------------------------------------------------------------


def facility(practice: QuestionSet) -> list[Share]:
    return [one.right for one in set_report.report_set(practice).questions]


def test_late_answers_later_tries_and_earlier_versions_are_left_out(practice: QuestionSet) -> None:
    keep(answers_of(practice, 40))
    before = facility(practice)
    keep(answers_of(practice, 20, seed=2, late=True))
    keep(answers_of(practice, 20, seed=3, tries=2))
    assert facility(practice) == before
    keep(answers_of(practice, 20, seed=4, version="earlier"))
    assert facility(practice) == before
    question = practice.questions.get(slug="purpose")
    assert question_report.report_question(question).earlier > 0


def test_only_a_learners_first_sitting_counts(practice: QuestionSet) -> None:
    once = answers_of(practice, 40)
    keep(once)
    before = facility(practice)
    again = answers_of(practice, 40, seed=5)
    for first in {one.learner for one in once}:
        sitting = again[0].sitting
        same = [one for one in again if one.sitting == sitting]
        for one in same:
            one.learner, one.created = first, one.created + timedelta(days=1)
        keep(same)
        again = [one for one in again if one.sitting != sitting]
    assert facility(practice) == before


# --- In words ----------------------------------------------------------------------------------


def test_a_wrong_choice_that_draws_the_strong_is_named(practice: QuestionSet) -> None:
    answers = answers_of(practice, 400)
    question = practice.questions.get(slug="purpose")
    strong = Counter[Any]()
    for one in answers:
        strong[one.sitting] += one.right and one.question_id != question.pk
    for one in answers:
        if one.question_id == question.pk and strong[one.sitting] >= 3:
            one.response, one.right = "login", False
    keep(answers)
    told = {
        one.key: verdicts.choice_verdict(one)
        for one in question_report.report_question(question).choices
    }
    assert told["login"].text == "This wrong choice draws the strong: check the wording."
    assert told["login"].look
    assert not told["static"].look


def test_whom_a_choice_draws_is_not_said_where_nobody_knows_who_is_stronger(
    practice: QuestionSet,
) -> None:
    question = practice.questions.get(slug="purpose")
    keep([one for one in answers_of(practice, 100) if one.question_id == question.pk])
    told = {
        one.key: verdicts.choice_verdict(one).text
        for one in question_report.report_question(question).choices
    }
    assert told["login"] == (
        "Too few learners answered other questions too, to tell whom it draws (0 of at least 30)."
    )


def test_thirty_answers_are_needed_for_a_verdict(practice: QuestionSet) -> None:
    keep(answers_of(practice, 20))
    for one in set_report.report_set(practice).questions:
        assert [told.text[:8] for told in verdicts.question_verdicts(one)] == ["Too few "]
