"""The pages of the panel that show the analysis of a question and of a question set."""

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
    """A page of figures about a row. Everyone who may view the row may open it."""

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
    """A column of a list, with a link to the analysis of each row."""
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
        report = question_report.report_question(row)
        ordered = kind_of(report.figures.item).chosen_are_misplaced
        return {
            "question_set": question_set,
            "figures": figures_row(report.figures),
            "verdicts": verdicts.question_verdicts(report.figures),
            "ordered": ordered,
            "choices": [choice_row(choice, ordered) for choice in report.choices],
            "sureness": [(label, share_cell(share)) for label, share in report.sureness],
            "sureness_verdict": verdicts.certainty_verdict(report.sureness),
            "hints": [(number, share_cell(share)) for number, share in report.hints],
            "hints_verdict": verdicts.hints_verdict(report),
            "solved": share_cell(report.solved),
            "texts": report.texts,
            "tallies": report.tallies if ordered else [],
            "earlier": report.earlier,
        }


class SetAnalysis(Analysis):
    page_template = "studio/analysis/set.html"
    related = ("lesson__course",)

    def get_figures(self, row: QuestionSet) -> dict[str, Any]:
        if BEHAVIOURS[row.behaviour].self_assessed:
            return {"cards": True}
        report = set_report.report_set(row)
        stops = [(stop.question, share_cell(stop.share)) for stop in report.stopped]
        return {
            "report": report,
            "verdicts": verdicts.set_verdicts(report),
            "completed": share_cell(report.completed),
            "histogram": plots.histogram(report.totals, report.asked),
            "scatter": plots.scatter(report.questions),
            "alpha": decimals(report.alpha),
            "mean": f"{report.mean:.1f}",
            "learners": sum(report.totals.values()),
            "questions": [
                {**figures_row(figures), "verdicts": verdicts.question_verdicts(figures)}
                for figures in report.questions
            ],
            "stops": stops,
        }


def figures_row(figures: QuestionFigures) -> dict[str, Any]:
    return {
        "question": figures.question,
        "right": share_cell(figures.right),
        "discrimination": correlation_cell(figures.discrimination),
        "time": NOTHING if figures.milliseconds is None else seconds(figures.milliseconds),
    }


def choice_row(choice: question_report.ChoiceFigures, ordered: bool) -> dict[str, Any]:
    return {
        "key": choice.key,
        "text": choice.text,
        "right": choice.right,
        "drew": share_cell(choice.drew),
        "thirds": [share_cell(share) for share in choice.thirds],
        "discrimination": correlation_cell(choice.discrimination),
        "verdict": verdicts.choice_verdict(choice, ordered),
    }


def share_cell(share: Share) -> dict[str, Any]:
    """A share as text, with its interval, and as the span of a plot."""
    low, high = (f"{bound * 100:.0f}" for bound in share.interval)
    return {
        "share": share,
        "percent": verdicts.whole_percent(share.value) if share.of else NOTHING,
        "between": f"{low} to {high} %" if share.of else "",
        "span": plots.share_span(share),
    }


def correlation_cell(correlation: Correlation) -> dict[str, str]:
    bounds = [decimals(bound) for bound in correlation.interval or ()]
    return {"r": decimals(correlation.r), "between": " to ".join(bounds)}


def decimals(value: float | None) -> str:
    return NOTHING if value is None else f"{value:.2f}".replace("-", MINUS)


def seconds(milliseconds: float) -> str:
    return f"{milliseconds / 1000:.1f} s"
