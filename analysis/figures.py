"""The figures of one question, and the shares and correlations that reports are made of."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from analysis import formulas
from analysis.counts import ScoreCell
from analysis.formulas import Interval, Pair
from quizzes.models import Question, QuestionSet
from quizzes.schema import Item


@dataclass(frozen=True)
class Share:
    """How many of how many, as a share with its interval."""

    count: int
    of: int

    @property
    def value(self) -> float:
        return self.count / self.of if self.of else 0.0

    @cached_property
    def interval(self) -> Interval:
        return formulas.wilson(self.count, self.of) or Interval(0, 1)


@dataclass(frozen=True)
class Correlation:
    """Between two things known of so many learners; `r` is None where it has no value."""

    r: float | None
    of: int

    @cached_property
    def interval(self) -> Interval | None:
        return formulas.fisher(self.r, self.of)


@dataclass(frozen=True)
class QuestionFigures:
    """`milliseconds`: the median time to the first try, where any was measured."""

    question: Question
    item: Item
    right: Share
    discrimination: Correlation
    milliseconds: float | None


def asked_items(row: QuestionSet, looked_at: int = 0) -> dict[Question, Item]:
    """The questions that are asked, and the one that is looked at, even if it was taken out."""
    questions = row.questions.prefetch_related("choices")
    return {
        question: question.item_of(
            {choice.key: choice.value() for choice in question.choices.all()}
        )
        for question in questions
        if question.is_asked or question.pk == looked_at
    }


def question_figures(
    question: Question, item: Item, cells: Iterable[ScoreCell], milliseconds: float | None
) -> QuestionFigures:
    here = [cell for cell in cells if cell.question == question.pk]
    right = sum(cell.count for cell in here if cell.right)
    pairs = [Pair(cell.right, cell.rest, cell.count) for cell in here if cell.rest is not None]
    return QuestionFigures(
        question=question,
        item=item,
        right=Share(right, sum(cell.count for cell in here)),
        discrimination=correlate(pairs),
        milliseconds=milliseconds,
    )


def correlate(pairs: list[Pair]) -> Correlation:
    return Correlation(formulas.correlation(pairs), sum(pair.count for pair in pairs))
