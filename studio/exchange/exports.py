"""The questions of a set, for other systems."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern

from exchange.exporter import export_questions, questions_to_export
from exchange.formats import FORMATS
from quizzes.models import QuestionSet
from studio.exchange.attachment import attachment
from studio.tools import Link, Tool


class ExportQuestions(Tool):
    def get_urls(self) -> list[URLPattern]:
        return [self.path("<int:pk>/export/", self.view, "export")]

    def get_links(self, row: Any) -> list[Link]:
        return [Link("Export", self.url("export", row.pk))]

    def view(self, request: HttpRequest, row: QuestionSet) -> HttpResponse:
        """The file in the format asked for. Without one, a page that says what each can't carry."""
        if file_format := FORMATS.get(request.GET.get("format", "")):
            name = f"{row.lesson.slug}-{row.mode}.{file_format.endings[0]}"
            return attachment(export_questions(row, file_format)[0], name, file_format.media_type)
        items = questions_to_export(row)
        formats = [(entry, entry.write(items)[1]) for entry in FORMATS.values()]
        title = f"Export questions: {row}"
        return self.page(request, "studio/exchange/export.html", title, row, formats=formats)
