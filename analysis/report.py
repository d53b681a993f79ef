"""What is told of a set and of a question: the counts of the database, with the statistics."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.utils.safestring import SafeString

from analysis import counts, formulas
from analysis.counts import Asked, Cell, Drawn, Said, Stop
from analysis.formulas import Interval, Pair
from learn.markdown import render_inline
from quizzes.certainty import Certainty
from quizzes.kinds import item_version, kind_of
from quizzes.models import Question, QuestionSet
from quizzes.schema import Item

# Texts that nobody expected, of a question that is typed.
MOST_TEXTS = 10


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


@dataclass(frozen=True)
class ChoiceFigures:
    """A choice: how many it drew, of the weaker, middle and stronger third, and of whom more."""

    key: str
    text: SafeString
    right: bool
    drew: Share
    thirds: list[Share]
    discrimination: Correlation


@dataclass(frozen=True)
class QuestionReport:
    """`earlier`: answers to earlier versions, not counted. `texts`: typed, and not expected."""

    figures: QuestionFigures
    choices: list[ChoiceFigures]
    sureness: list[tuple[str, Share]]
    hints: list[tuple[int, Share]]
    solved: Share
    texts: list[tuple[str, int]]
    earlier: int


@dataclass(frozen=True)
class Stopped:
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
    stopped: list[Stopped]

    @property
    def mean(self) -> float:
        of = sum(self.totals.values())
        return sum(total * count for total, count in self.totals.items()) / of if of else 0.0


# --- A set -----------------------------------------------------------------------------------


def of_set(row: QuestionSet) -> SetReport:
    items = items_of(row)
    asked = Asked(row.pk, {question.pk: item_version(item) for question, item in items.items()})
    drawn = 0 < row.draw < len(items)
    number = row.draw if drawn else len(items)
    if not items:
        return SetReport([], 0, False, Share(0, 0), {}, None, [])
    cells, stops, medians = counts.cells(asked), counts.stops(asked), counts.medians(asked)
    totals = totals_of(cells, number)
    return SetReport(
        questions=[
            figures(question, item, cells, medians.get(question.pk))
            for question, item in items.items()
        ],
        asked=number,
        drawn=drawn,
        completed=completed(stops, number),
        totals=totals,
        alpha=formulas.kr21(number, totals) if drawn else formulas.kr20(shares(cells), totals),
        stopped=[Stopped(question, stopped(question, stops, cells, number)) for question in items],
    )


def items_of(row: QuestionSet, question: int = 0) -> dict[Question, Item]:
    """The questions that are asked, and the one that is looked at, even if it was taken out."""
    found = row.questions.prefetch_related("choices")
    return {
        one: one.item_of({choice.key: choice.value() for choice in one.choices.all()})
        for one in found
        if one.is_asked or one.pk == question
    }


def totals_of(cells: Iterable[Cell], asked: int) -> dict[int, int]:
    """Of those who answered all, how many had so many right: each stands in a cell of each."""
    found: Counter[int] = Counter()
    for cell in cells:
        if cell.others_answered == asked - 1:
            found[cell.right + cell.others_right] += cell.count
    return {total: count // asked for total, count in sorted(found.items())}


def shares(cells: Iterable[Cell]) -> list[float]:
    """Of each question, the share of right first tries, by those who answered all."""
    cells = list(cells)
    every = len({cell.question for cell in cells})
    found: dict[int, Counter[int]] = {}
    for cell in cells:
        if cell.others_answered == every - 1:
            found.setdefault(cell.question, Counter())[cell.right] += cell.count
    return [one[1] / one.total() for one in found.values()]


def completed(stops: Iterable[Stop], asked: int) -> Share:
    stops = list(stops)
    through = sum(stop.count for stop in stops if stop.answered >= asked)
    return Share(through, sum(stop.count for stop in stops))


def stopped(question: Question, stops: Iterable[Stop], cells: Iterable[Cell], asked: int) -> Share:
    ended = [stop for stop in stops if stop.question == question.pk and stop.answered < asked]
    here = sum(stop.count for stop in ended)
    came = sum(cell.count for cell in cells if cell.question == question.pk)
    return Share(here, max(came, here))


def figures(
    question: Question, item: Item, cells: Iterable[Cell], milliseconds: float | None
) -> QuestionFigures:
    here = [cell for cell in cells if cell.question == question.pk]
    right = sum(cell.count for cell in here if cell.right)
    pairs = [Pair(one.right, one.rest, one.count) for one in here if one.rest is not None]
    return QuestionFigures(
        question=question,
        item=item,
        right=Share(right, sum(cell.count for cell in here)),
        discrimination=correlated(pairs),
        milliseconds=milliseconds,
    )


def correlated(pairs: list[Pair]) -> Correlation:
    return Correlation(formulas.correlation(pairs), sum(pair.count for pair in pairs))


# --- A question ------------------------------------------------------------------------------


def of_question(question: Question) -> QuestionReport:
    items = items_of(question.question_set, question.pk)
    versions = {one.pk: item_version(item) for one, item in items.items()}
    asked = Asked(question.question_set_id, versions, question.pk)
    item, pk = items[question], question.pk
    known, drawn, said = counts.cells(asked), counts.drawn(asked, pk), counts.said(asked, pk)
    told = figures(question, item, known, counts.medians(asked).get(pk))
    first = counts.versions(asked, pk)
    return QuestionReport(
        figures=told,
        choices=[choice_figures(item, key, drawn, told.right.of) for key in item.choices],
        sureness=sureness(said),
        hints=hints(said),
        solved=Share(sum(one.count for one in said if one.solved), told.right.of),
        texts=unexpected(item, drawn),
        earlier=sum(count for name, count in first.items() if name != versions[pk]),
    )


def choice_figures(item: Item, key: str, drawn: list[Drawn], of: int) -> ChoiceFigures:
    chose = [(key in kind_of(item).chosen_keys(item, one.response), one) for one in drawn]
    pairs = [Pair(had, one.rest, one.count) for had, one in chose if one.rest is not None]
    return ChoiceFigures(
        key=key,
        text=render_inline(item.choices[key].text),
        right=item.choices[key].right,
        drew=Share(sum(one.count for had, one in chose if had), of),
        thirds=by_thirds(pairs),
        discrimination=correlated(pairs),
    )


def by_thirds(pairs: Iterable[Pair]) -> list[Share]:
    """How many of the weaker, the middle and the stronger third by rest score (y) have x."""
    pairs = list(pairs)
    scores: Counter[float] = Counter()
    for pair in pairs:
        scores[pair.y] += pair.count
    groups = formulas.thirds(scores)
    having, of = Counter[int](), Counter[int]()
    for pair in pairs:
        having[groups[pair.y]] += int(pair.x) * pair.count
        of[groups[pair.y]] += pair.count
    return [Share(having[group], of[group]) for group in range(3)]


def sureness(said: Iterable[Said]) -> list[tuple[str, Share]]:
    """The surest first, as learners see it; nothing where nobody said."""
    right, of = Counter[int](), Counter[int]()
    for one in said:
        if one.certainty:
            right[one.certainty] += one.right * one.count
            of[one.certainty] += one.count
    surest_first = sorted(of, reverse=True)
    return [(str(Certainty(one).label), Share(right[one], of[one])) for one in surest_first]


def hints(said: Iterable[Said]) -> list[tuple[int, Share]]:
    """How many took so many hints before they were done."""
    taken = Counter[int]()
    for one in said:
        taken[one.hints] += one.count
    return [(number, Share(taken[number], taken.total())) for number in sorted(taken)]


def unexpected(item: Item, drawn: Iterable[Drawn]) -> list[tuple[str, int]]:
    """The most frequent texts that are none of the choices, where the learner writes freely."""
    if not kind_of(item).free_text:
        return []
    texts: Counter[str] = Counter()
    for one in drawn:
        if not kind_of(item).chosen_keys(item, one.response):
            texts[one.response] += one.count
    return texts.most_common(MOST_TEXTS)
