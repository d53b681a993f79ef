"""The pages of the analysis in the instructor's panel, beside those that Django's admin has."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from analysis import plots, report, verdicts
from analysis.report import Correlation, Share
from quizzes.behaviours import BEHAVIOURS
from quizzes.kinds import kind_of
from quizzes.models import Question, QuestionSet

NOTHING, MINUS = "\N{EN DASH}", "\N{MINUS SIGN}"


class AnalysisAdmin(admin.ModelAdmin):
    """An admin whose rows have an analysis, for all who may view them."""

    analysis_template = ""
    analysis_related: tuple[str, ...] = ()

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(require_safe(self.analysis_view))
        name = f"{self.opts.app_label}_{self.opts.model_name}_analysis"
        return [path("<int:pk>/analysis/", view, name=name), *super().get_urls()]

    def analysis_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        rows = self.model._default_manager.select_related(*self.analysis_related)
        row = get_object_or_404(rows, pk=pk)
        context = {
            **self.admin_site.each_context(request),
            **self.analysis_context(row),
            "title": f"Analysis: {row}",
            "opts": self.opts,
            "original": row,
            "fewest": verdicts.FEWEST,
        }
        return TemplateResponse(request, self.analysis_template, context)

    def analysis_context(self, row: Any) -> dict[str, Any]:
        raise NotImplementedError

    @admin.display(description="analysis")
    def analysis(self, row: Model) -> SafeString:
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_analysis"
        words = '<a href="{}" aria-label="Analysis of {}">Analysis</a>'
        return format_html(words, reverse(name, args=[row.pk]), row)


class QuestionAnalysisAdmin(AnalysisAdmin):
    analysis_template = "studio/analysis/question.html"
    analysis_related = ("question_set__lesson__course",)

    def analysis_context(self, row: Question) -> dict[str, Any]:
        question_set = row.question_set
        if BEHAVIOURS[question_set.behaviour].self_assessed:
            return {"question_set": question_set, "cards": True}
        told = report.of_question(row)
        ordered = kind_of(told.figures.item).chosen_are_misplaced
        return {
            "question_set": question_set,
            "figures": figures_row(told.figures),
            "verdicts": verdicts.of_question(told.figures),
            "ordered": ordered,
            "choices": [choice_row(one, ordered) for one in told.choices],
            "sureness": [(label, share_cell(share)) for label, share in told.sureness],
            "sureness_verdict": verdicts.of_sureness(told.sureness),
            "hints": [(number, share_cell(share)) for number, share in told.hints],
            "hints_verdict": verdicts.of_hints(told),
            "solved": share_cell(told.solved),
            "texts": told.texts,
            "earlier": told.earlier,
        }


class SetAnalysisAdmin(AnalysisAdmin):
    analysis_template = "studio/analysis/set.html"
    analysis_related = ("lesson__course",)

    def analysis_context(self, row: QuestionSet) -> dict[str, Any]:
        if BEHAVIOURS[row.behaviour].self_assessed:
            return {"cards": True}
        told = report.of_set(row)
        stops = [(one.question, share_cell(one.share)) for one in told.stopped]
        return {
            "report": told,
            "verdicts": verdicts.of_set(told),
            "completed": share_cell(told.completed),
            "histogram": plots.histogram(told.totals, told.asked),
            "scatter": plots.scatter(told.questions),
            "alpha": decimals(told.alpha),
            "mean": f"{told.mean:.1f}",
            "learners": sum(told.totals.values()),
            "questions": [
                {**figures_row(one), "verdicts": verdicts.of_question(one)}
                for one in told.questions
            ],
            "stops": stops,
        }


def figures_row(one: report.QuestionFigures) -> dict[str, Any]:
    return {
        "question": one.question,
        "right": share_cell(one.right),
        "discrimination": correlation_cell(one.discrimination),
        "time": NOTHING if one.milliseconds is None else seconds(one.milliseconds),
    }


def choice_row(one: report.ChoiceFigures, ordered: bool) -> dict[str, Any]:
    return {
        "key": one.key,
        "text": one.text,
        "right": one.right,
        "drew": share_cell(one.drew),
        "thirds": [share_cell(share) for share in one.thirds],
        "discrimination": correlation_cell(one.discrimination),
        "verdict": verdicts.of_choice(one, ordered),
    }


def share_cell(share: Share) -> dict[str, Any]:
    """A share in words and as a plot."""
    low, high = (f"{bound * 100:.0f}" for bound in share.interval)
    return {
        "share": share,
        "percent": verdicts.percent(share.value) if share.of else NOTHING,
        "between": f"{low} to {high} %" if share.of else "",
        "span": plots.span(share),
    }


def correlation_cell(one: Correlation) -> dict[str, str]:
    bounds = [decimals(bound) for bound in one.interval or ()]
    return {"r": decimals(one.r), "between": " to ".join(bounds)}


def decimals(value: float | None) -> str:
    return NOTHING if value is None else f"{value:.2f}".replace("-", MINUS)


def seconds(milliseconds: float) -> str:
    return f"{milliseconds / 1000:.1f} s"
