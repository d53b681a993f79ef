"""The pages of the analysis in the instructor's panel, beside those that Django's admin has."""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from analysis import plots, question_report, set_report, verdicts
from analysis.figures import Correlation, QuestionFigures, Share
from quizzes.behaviours import BEHAVIOURS
from quizzes.kinds import kind_of
from quizzes.models import Question, QuestionSet
from studio.tools import Link, Tool

NOTHING, MINUS = "\N{EN DASH}", "\N{MINUS SIGN}"


class Analysis(Tool):
    """A page of figures about a row, for all who may view the row."""

    page_template = ""

    def get_urls(self) -> list[URLPattern]:
        return [self.path("<int:pk>/analysis/", self.view, "analysis")]

    def get_links(self, row: Any) -> list[Link]:
        return [Link("Analysis", self.url("analysis", row.pk))]

    def get_figures(self, row: Any) -> dict[str, Any]:
        """The context of the page."""
        raise NotImplementedError

    def view(self, request: HttpRequest, row: Model) -> HttpResponse:
        figures = {**self.get_figures(row), "fewest": verdicts.FEWEST}
        return self.page(request, self.page_template, f"Analysis: {row}", row, **figures)


@admin.display(description="analysis")
def analysis(row: Model) -> SafeString:
    """A column of a list: the link to the analysis of each row."""
    name = f"admin:{row._meta.app_label}_{row._meta.model_name}_analysis"
    words = '<a href="{}" aria-label="Analysis of {}">Analysis</a>'
    return format_html(words, reverse(name, args=[row.pk]), row)


class QuestionAnalysis(Analysis):
    page_template = "studio/analysis/question.html"
    related = ("question_set__lesson__course",)

    def get_figures(self, row: Question) -> dict[str, Any]:
        question_set = row.question_set
        if BEHAVIOURS[question_set.behaviour].self_assessed:
            return {"question_set": question_set, "cards": True}
        told = question_report.report_question(row)
        ordered = kind_of(told.figures.item).chosen_are_misplaced
        return {
            "question_set": question_set,
            "figures": figures_row(told.figures),
            "verdicts": verdicts.question_verdicts(told.figures),
            "ordered": ordered,
            "choices": [choice_row(one, ordered) for one in told.choices],
            "sureness": [(label, share_cell(share)) for label, share in told.sureness],
            "sureness_verdict": verdicts.certainty_verdict(told.sureness),
            "hints": [(number, share_cell(share)) for number, share in told.hints],
            "hints_verdict": verdicts.hints_verdict(told),
            "solved": share_cell(told.solved),
            "texts": told.texts,
            "earlier": told.earlier,
        }


class SetAnalysis(Analysis):
    page_template = "studio/analysis/set.html"
    related = ("lesson__course",)

    def get_figures(self, row: QuestionSet) -> dict[str, Any]:
        if BEHAVIOURS[row.behaviour].self_assessed:
            return {"cards": True}
        told = set_report.report_set(row)
        stops = [(one.question, share_cell(one.share)) for one in told.stopped]
        return {
            "report": told,
            "verdicts": verdicts.set_verdicts(told),
            "completed": share_cell(told.completed),
            "histogram": plots.histogram(told.totals, told.asked),
            "scatter": plots.scatter(told.questions),
            "alpha": decimals(told.alpha),
            "mean": f"{told.mean:.1f}",
            "learners": sum(told.totals.values()),
            "questions": [
                {**figures_row(one), "verdicts": verdicts.question_verdicts(one)}
                for one in told.questions
            ],
            "stops": stops,
        }


def figures_row(one: QuestionFigures) -> dict[str, Any]:
    return {
        "question": one.question,
        "right": share_cell(one.right),
        "discrimination": correlation_cell(one.discrimination),
        "time": NOTHING if one.milliseconds is None else seconds(one.milliseconds),
    }


def choice_row(one: question_report.ChoiceFigures, ordered: bool) -> dict[str, Any]:
    return {
        "key": one.key,
        "text": one.text,
        "right": one.right,
        "drew": share_cell(one.drew),
        "thirds": [share_cell(share) for share in one.thirds],
        "discrimination": correlation_cell(one.discrimination),
        "verdict": verdicts.choice_verdict(one, ordered),
    }


def share_cell(share: Share) -> dict[str, Any]:
    """A share in words and as a plot."""
    low, high = (f"{bound * 100:.0f}" for bound in share.interval)
    return {
        "share": share,
        "percent": verdicts.whole_percent(share.value) if share.of else NOTHING,
        "between": f"{low} to {high} %" if share.of else "",
        "span": plots.share_span(share),
    }


def correlation_cell(one: Correlation) -> dict[str, str]:
    bounds = [decimals(bound) for bound in one.interval or ()]
    return {"r": decimals(one.r), "between": " to ".join(bounds)}


def decimals(value: float | None) -> str:
    return NOTHING if value is None else f"{value:.2f}".replace("-", MINUS)


def seconds(milliseconds: float) -> str:
    return f"{milliseconds / 1000:.1f} s"
