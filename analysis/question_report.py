"""The report on one question: its choices, hints, certainty and unexpected texts."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString

from analysis import formulas
from analysis.counts import CountedSet, PassCount, ResponseCell, count_question
from analysis.figures import (
    Correlation,
    QuestionFigures,
    Share,
    asked_items,
    correlate,
    question_figures,
)
from analysis.formulas import Pair
from quizzes.certainty import Certainty
from quizzes.kinds import item_version, kind_of
from quizzes.kinds.tally import JudgedResponse, Tally
from quizzes.models import Question
from quizzes.schema import Item

# Texts that nobody expected, of a question that is typed.
MOST_TEXTS = 10


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
    """`earlier`: answers to earlier versions, not counted. `texts`: typed, and not expected.

    `tallies`: the first tries as the question's kind counts them.
    """

    figures: QuestionFigures
    choices: list[ChoiceFigures]
    sureness: list[tuple[str, Share]]
    hints: list[tuple[int, Share]]
    solved: Share
    texts: list[tuple[str, int]]
    tallies: list[Tally]
    earlier: int


def report_question(question: Question) -> QuestionReport:
    items = asked_items(question.question_set, question.pk)
    versions = {question.pk: item_version(item) for question, item in items.items()}
    asked = CountedSet(question.question_set_id, versions, question.pk)
    item, pk = items[question], question.pk
    counted = count_question(asked, pk)
    figures = question_figures(question, item, counted.cells, counted.medians.get(pk))
    drawn, passes = counted.responses, counted.passes
    return QuestionReport(
        figures=figures,
        choices=[choice_figures(item, key, drawn, figures.right.of) for key in item.choices],
        sureness=certainty_shares(passes),
        hints=hint_shares(passes),
        solved=Share(sum(passed.count for passed in passes if passed.solved), figures.right.of),
        texts=unexpected_texts(item, drawn),
        tallies=response_tallies(item, drawn),
        earlier=sum(count for name, count in counted.versions.items() if name != versions[pk]),
    )


def choice_figures(item: Item, key: str, drawn: list[ResponseCell], of: int) -> ChoiceFigures:
    chose = [(key in kind_of(item).chosen_keys(item, cell.response), cell) for cell in drawn]
    pairs = [Pair(had, cell.rest, cell.count) for had, cell in chose if cell.rest is not None]
    return ChoiceFigures(
        key=key,
        text=kind_of(item).describe_choice(item, key),
        right=item.choices[key].right,
        drew=Share(sum(cell.count for had, cell in chose if had), of),
        thirds=shares_by_thirds(pairs),
        discrimination=correlate(pairs),
    )


def shares_by_thirds(pairs: Iterable[Pair]) -> list[Share]:
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


def certainty_shares(passes: Iterable[PassCount]) -> list[tuple[str, Share]]:
    """The surest first, as learners see it; nothing where nobody said."""
    right, of = Counter[int](), Counter[int]()
    for passed in passes:
        if passed.certainty:
            right[passed.certainty] += passed.right * passed.count
            of[passed.certainty] += passed.count
    surest_first = sorted(of, reverse=True)
    return [
        (str(Certainty(certainty).label), Share(right[certainty], of[certainty]))
        for certainty in surest_first
    ]


def hint_shares(passes: Iterable[PassCount]) -> list[tuple[int, Share]]:
    """How many took so many hints before they were done."""
    taken = Counter[int]()
    for passed in passes:
        taken[passed.hints] += passed.count
    return [(number, Share(taken[number], taken.total())) for number in sorted(taken)]


def response_tallies(item: Item, drawn: Iterable[ResponseCell]) -> list[Tally]:
    kind = kind_of(item)
    given = [
        judged
        for cell in drawn
        for judged in [JudgedResponse(cell.response, kind.grade(item, cell.response) == 1)]
        * cell.count
    ]
    return kind.tally(item, given, list(item.choices), revealed=True)


def unexpected_texts(item: Item, drawn: Iterable[ResponseCell]) -> list[tuple[str, int]]:
    """The most frequent texts that are none of the choices, where the learner writes freely."""
    texts: Counter[str] = Counter()
    for cell in drawn:
        for text in kind_of(item).unexpected_texts(item, cell.response):
            texts[text] += cell.count
    return texts.most_common(MOST_TEXTS)
