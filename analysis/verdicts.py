"""The figures in words, for whoever wrote the question. Too few answers give no verdict.

A verdict that accuses needs an interval that excludes chance, not only a figure.
"""

from collections.abc import Iterator
from typing import NamedTuple

from analysis.figures import Correlation, QuestionFigures, Share
from analysis.formulas import length_for
from analysis.question_report import ChoiceFigures, QuestionReport
from analysis.set_report import SetReport
from quizzes.kinds import kind_of

FEWEST = 30
# A wrong choice that draws fewer does no work: T. M. Haladyna and S. M. Downing, "How many options
# is enough for a multiple-choice test item?", Educational and Psychological Measurement 53 (1993).
FEW = 0.05
# R. L. Ebel, "Essentials of Educational Measurement" (1972): from 0.3 on good, under 0.2 poor.
GOOD, POOR = 0.3, 0.2
EASY, HARD = 0.9, 0.3
# J. C. Nunnally, "Psychometric Theory" (1978): enough to compare groups; for one person, more.
FOR_GROUPS, FOR_ONE = 0.7, 0.9
MANY_STOP = 0.1


class Verdict(NamedTuple):
    """`look`: something is to be looked at."""

    text: str
    look: bool = False


def too_few_verdict(of: int) -> Verdict:
    return Verdict(f"Too few answers to tell ({of} of at least {FEWEST}).")


def question_verdicts(figures: QuestionFigures) -> list[Verdict]:
    if figures.right.of < FEWEST:
        return [too_few_verdict(figures.right.of)]
    return [*facility_verdicts(figures), *discrimination_verdicts(figures.discrimination)]


def facility_verdicts(figures: QuestionFigures) -> Iterator[Verdict]:
    interval, chance = figures.right.interval, kind_of(figures.item).chance_level(figures.item)
    if interval.high < chance:
        yield Verdict("Fewer get it right than blind choice would: check what is right.", look=True)
    elif interval.high < HARD:
        yield Verdict("Few get it right at once: is it taught before it is asked?", look=True)
    elif interval.low > EASY:
        yield Verdict("Nearly all get it right at once: it tells little of who knows it.")


def discrimination_verdicts(correlation: Correlation) -> Iterator[Verdict]:
    if correlation.of < FEWEST:
        yield Verdict(
            "Too few learners answered other questions too, to tell whether it tells the "
            f"stronger from the weaker ({correlation.of} of at least {FEWEST})."
        )
    elif correlation.r is None:
        yield Verdict("All did the same, here or elsewhere, so it tells nobody apart.")
    elif correlation.interval and correlation.interval.high < 0:
        yield Verdict(
            "The stronger get it wrong more often than the weaker: check what is marked right.",
            look=True,
        )
    elif correlation.r < POOR:
        yield Verdict("It hardly tells the stronger from the weaker: check that it asks one thing.")
    elif correlation.r < GOOD:
        yield Verdict("It tells the stronger from the weaker a little.")
    else:
        yield Verdict("It tells the stronger from the weaker well.")


def choice_verdict(choice: ChoiceFigures, in_order: bool = False) -> Verdict:
    """`in_order`: the choice is a step, and what drew was a wrong place for it."""
    interval, of = choice.discrimination.interval, choice.discrimination.of
    if choice.drew.of < FEWEST:
        return too_few_verdict(choice.drew.of)
    if choice.right:
        return right_choice_verdict(interval is not None and interval.high < 0)
    if choice.drew.interval.high < FEW:
        return Verdict("Hardly anyone goes wrong here." if in_order else UNUSED)
    if interval and interval.low > 0:
        return Verdict(PLACED_BY_STRONG if in_order else DRAWS_STRONG, look=True)
    if interval and interval.high < 0:
        return Verdict("It draws the weaker, as it should.")
    if of < FEWEST:
        return Verdict(
            f"Too few learners answered other questions too, to tell whom it draws ({of} of at "
            f"least {FEWEST})."
        )
    return Verdict("It draws neither the stronger nor the weaker clearly more.")


UNUSED = "Hardly anyone takes it: think of a likelier mistake, or leave it out."
DRAWS_STRONG = "This wrong choice draws the strong: check the wording."
PLACED_BY_STRONG = "The stronger put it in a wrong place: check whether that is right too."


def right_choice_verdict(draws_weaker: bool) -> Verdict:
    if draws_weaker:
        return Verdict("Right, yet it draws the weaker: check the wording.", look=True)
    return Verdict("Right.")


def certainty_verdict(sureness: list[tuple[str, Share]]) -> Verdict:
    of = sum(share.of for _, share in sureness)
    if of < FEWEST:
        return too_few_verdict(of)
    shares = dict(sureness)
    sure, guess = shares.get("sure"), shares.get("guess")
    if sure and sure.interval.high < 0.5:
        return Verdict(
            "Most of those who are sure are wrong: a misconception that the lesson should name.",
            look=True,
        )
    if sure and guess and sure.interval.low > guess.interval.high:
        return Verdict("Those who are sure are right more often than those who guess.")
    return Verdict("Being sure and being right have no clear connection here.")


def hints_verdict(report: QuestionReport) -> Verdict:
    of = report.figures.right.of
    if of < FEWEST:
        return too_few_verdict(of)
    taken = Share(sum(share.count for number, share in report.hints if number), of)
    if taken.interval.low > 0.5:
        return Verdict("Most take a hint: is it taught before it is asked?", look=True)
    return Verdict(f"{whole_percent(taken.value)} take a hint.")


def set_verdicts(report: SetReport) -> list[Verdict]:
    through = report.completed
    if through.of < FEWEST:
        return [too_few_verdict(through.of)]
    verdicts = [
        Verdict(f"{whole_percent(through.value)} of those who begin answer every question.")
    ]
    for stopped in report.stopped:
        if stopped.share.of >= FEWEST and stopped.share.interval.low > MANY_STOP:
            share = whole_percent(stopped.share.value)
            text = f"{share} of those who answer “{stopped.question}” stop there: look at it."
            verdicts.append(Verdict(text, look=True))
    return [*verdicts, *alpha_verdicts(report)]


def alpha_verdicts(report: SetReport) -> Iterator[Verdict]:
    alpha, of = report.alpha, sum(report.totals.values())
    if of < FEWEST:
        yield Verdict(
            f"Too few learners answered every question, to tell how reliable the scores are ({of} "
            f"of at least {FEWEST})."
        )
    elif alpha is None:
        yield Verdict("The scores do not differ, so how reliable they are has no value.")
    elif alpha <= 0:
        yield Verdict(
            "The questions do not go together: who has one right is no likelier to have another "
            "right. A score over them says little.",
            look=True,
        )
    elif alpha < FOR_GROUPS:
        needed = round(length_for(FOR_GROUPS, alpha, report.asked))
        yield Verdict(
            "The score says little of one learner: do not grade by it. About "
            f"{needed} questions like these would reach {FOR_GROUPS}."
        )
    elif alpha < FOR_ONE:
        yield Verdict("The score is good enough to compare groups, not to judge one learner by.")
    else:
        yield Verdict("The score is good enough to judge a learner by.")


def whole_percent(share: float) -> str:
    return f"{share * 100:.0f} %"
