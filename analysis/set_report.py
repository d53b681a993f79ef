"""The report on a question set: its questions, its scores, and where learners stop."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from analysis import formulas
from analysis.counts import CountedSet, ScoreCell, StopCount, count_set
from analysis.figures import QuestionFigures, Share, asked_items, question_figures
from quizzes.kinds import item_version
from quizzes.models import Question, QuestionSet


@dataclass(frozen=True)
class StoppedShare:
    """How many of those who answered a question (`share.of`) answered none after it."""

    question: Question
    share: Share


@dataclass(frozen=True)
class SetReport:
    """`asked`: how many questions a sitting has. `totals`: how many learners who answered all of
    them had so many right. `drawn`: sittings have different questions."""

    questions: list[QuestionFigures]
    asked: int
    drawn: bool
    completed: Share
    totals: dict[int, int]
    alpha: float | None
    stopped: list[StoppedShare]

    @property
    def mean(self) -> float:
        of = sum(self.totals.values())
        return sum(total * count for total, count in self.totals.items()) / of if of else 0.0


def report_set(row: QuestionSet) -> SetReport:
    items = asked_items(row)
    asked = CountedSet(
        row.pk, {question.pk: item_version(item) for question, item in items.items()}
    )
    drawn = 0 < row.draw < len(items)
    number = row.draw if drawn else len(items)
    if not items:
        return SetReport([], 0, False, Share(0, 0), {}, None, [])
    counted = count_set(asked)
    cells, stops = counted.cells, counted.stops
    totals = score_totals(cells, number)
    return SetReport(
        questions=[
            question_figures(question, item, cells, counted.medians.get(question.pk))
            for question, item in items.items()
        ],
        asked=number,
        drawn=drawn,
        completed=completed_share(stops, number),
        totals=totals,
        alpha=formulas.kr21(number, totals)
        if drawn
        else formulas.kr20(right_shares(cells), totals),
        stopped=[
            StoppedShare(question, stopped_share(question, stops, cells, number))
            for question in items
        ],
    )


def score_totals(cells: Iterable[ScoreCell], asked: int) -> dict[int, int]:
    """Of those who answered all, how many had so many right: each stands in a cell of each."""
    totals: Counter[int] = Counter()
    for cell in cells:
        if cell.others_answered == asked - 1:
            totals[cell.right + cell.others_right] += cell.count
    return {total: count // asked for total, count in sorted(totals.items())}


def right_shares(cells: Iterable[ScoreCell]) -> list[float]:
    """Of each question, the share of right first tries, by those who answered all."""
    cells = list(cells)
    every = len({cell.question for cell in cells})
    counts: dict[int, Counter[int]] = {}
    for cell in cells:
        if cell.others_answered == every - 1:
            counts.setdefault(cell.question, Counter())[cell.right] += cell.count
    return [count[1] / count.total() for count in counts.values()]


def completed_share(stops: Iterable[StopCount], asked: int) -> Share:
    stops = list(stops)
    through = sum(stop.count for stop in stops if stop.answered >= asked)
    return Share(through, sum(stop.count for stop in stops))


def stopped_share(
    question: Question, stops: Iterable[StopCount], cells: Iterable[ScoreCell], asked: int
) -> Share:
    ended = [stop for stop in stops if stop.question == question.pk and stop.answered < asked]
    here = sum(stop.count for stop in ended)
    came = sum(cell.count for cell in cells if cell.question == question.pk)
    return Share(here, max(came, here))
