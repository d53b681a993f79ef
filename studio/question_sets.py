"""Question sets in the panel."""

from django.contrib import admin

from quizzes.models import QuestionSet
from studio.analysis import SetAnalysis, analysis
from studio.exchange.exports import ExportQuestions
from studio.exchange.imports import ImportQuestions
from studio.history.edit_conflicts import EditConflicts
from studio.history.history import History
from studio.writing.copying import CopySet
from studio.writing.order import OrderQuestions
from studio.written_admin import WrittenAdmin


@admin.register(QuestionSet)
class QuestionSetAdmin(WrittenAdmin):
    tools = [
        *(EditConflicts, History, ImportQuestions, ExportQuestions, SetAnalysis),
        *(CopySet, OrderQuestions),
    ]
    list_display = ["title", "lesson", "mode", "behaves", "try_cost", "hint_cost", analysis]
    list_filter = ["lesson__course", "behaviour", "lesson"]
    list_select_related = ["lesson"]
    search_fields = ["title", "lesson__title", "lesson__slug"]

    @admin.display(description="behaviour", ordering="behaviour")
    def behaves(self, row: QuestionSet) -> str:
        return row.behaviour
